/**
 * The job engine (pg-boss on our own PostgreSQL): enqueues inside business transactions, and runs handlers where this
 * process plays the worker. It decides nothing about the business.
 */
import { CompiledQuery } from 'kysely'
import type { PoolConfig } from 'pg'
import { type Job, PgBoss } from 'pg-boss'
import type { Log } from '../core/log.ts'
import type { Tx } from '../db/transact.ts'
import type { JobHandlers, JobName, JobPayloads, JobQueue } from './queue.ts'
import { SCHEMA, concurrency } from './queue-settings.ts'

export interface JobEngine extends JobQueue {
  /** Starts taking jobs. */
  work(handlers: JobHandlers): Promise<void>
  /** Enqueues the sweep now and every minute, once for all processes. */
  keepSweeping(): Promise<void>
  /** Lets running jobs finish (at most `graceMs`, told to stop by their signal), then lets go of the database. */
  stop(graceMs?: number): Promise<void>
}

export async function openJobEngine(connection: PoolConfig, log: Log): Promise<JobEngine> {
  const boss = new PgBoss({
    ...(connection as object),
    max: 4,
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 5,
    cronMonitorIntervalSeconds: 10,
  })
  boss.on('error', (error) => log.error({ err: error }, 'The job engine reported an error'))
  await boss.start()
  const stopping = new AbortController()

  async function run<N extends JobName>(
    handlers: JobHandlers,
    name: N,
    jobs: Job<JobPayloads[N]>[],
  ): Promise<void> {
    for (const job of jobs) {
      const signal = AbortSignal.any([stopping.signal, job.signal])
      try {
        await handlers[name](job.data ?? ({} as JobPayloads[N]), signal)
      } catch (error) {
        log.error({ err: error, job: name, payload: job.data }, 'A job failed and will be tried again')
        throw error
      }
    }
  }

  return {
    async enqueue(tx, name, payload, options = {}) {
      const key = keyOf(payload)
      const at = options.startAfter
      await boss.send(name, payload, {
        // A job for later must not stand in the way of one for now, nor of one for another moment.
        singletonKey: at ? `${key}@${Math.ceil(at.getTime() / 1000)}` : key,
        ...(at ? { startAfter: at } : {}),
        db: { executeSql: (text, values) => runIn(tx, text, values) },
      })
    },
    async work(handlers) {
      for (const name of Object.keys(handlers) as JobName[]) {
        await boss.work(
          name,
          {
            localConcurrency: concurrency[name],
            pollingIntervalSeconds: 1,
            notifyPollingIntervalSeconds: 1,
          },
          (jobs: Job<JobPayloads[typeof name]>[]) => run(handlers, name, jobs),
        )
      }
    },
    async keepSweeping() {
      await boss.schedule('sweep', '* * * * *', {}, { singletonKey: 'sweep' })
      await boss.send('sweep', {}, { singletonKey: 'sweep' })
    },
    async stop(graceMs = 20_000) {
      stopping.abort()
      await boss.stop({ graceful: true, timeout: graceMs })
    },
  }
}

function keyOf(payload: JobPayloads[JobName]): string {
  return Object.values(payload).join('/') || 'all'
}

async function runIn(tx: Tx, text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
  const result = await tx.executeQuery(CompiledQuery.raw(text, values))
  return { rows: result.rows }
}
