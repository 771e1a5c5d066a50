/** Prometheus metrics. Labels are endpoints' names, never addresses: their number must stay small. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** What is asked for at each reading of the metrics. */
export interface WorkGauges {
  readonly jobsWaiting: number
  /** Number of pushes by state. */
  readonly pushes: Readonly<Record<string, number>>
}

export interface Metrics {
  readonly observe: (endpoint: string, status: number, durationMs: number) => void
  /** The text for Prometheus, and its content type. */
  render(): Promise<{ readonly text: string; readonly contentType: string }>
}

export function openMetrics(work: (() => Promise<WorkGauges>) | undefined): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'purvey_http_request_seconds',
    help: 'Duration of requests by endpoint of the contract',
    labelNames: ['endpoint', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  const jobs = new Gauge({ name: 'purvey_jobs_waiting', help: 'Jobs that wait', registers: [registry] })
  const pushes = new Gauge({
    name: 'purvey_pushes',
    help: 'Pushes by state',
    labelNames: ['state'],
    registers: [registry],
  })
  const unread = new Counter({
    name: 'purvey_work_gauges_failed_total',
    help: 'Readings in which jobs and pushes could not be counted',
    registers: [registry],
  })
  return {
    observe: (endpoint, status, durationMs) =>
      durations.observe({ endpoint, status: String(status) }, durationMs / 1000),
    render: async () => {
      if (work) {
        try {
          const seen = await work()
          jobs.set(seen.jobsWaiting)
          pushes.reset()
          for (const [state, count] of Object.entries(seen.pushes)) pushes.set({ state }, count)
        } catch {
          // An old number would look like the present one.
          jobs.remove()
          pushes.reset()
          unread.inc()
        }
      }
      return { text: await registry.metrics(), contentType: registry.contentType }
    },
  }
}
