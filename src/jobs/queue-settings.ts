/** The queues as data: how often a failed job comes again, and after how long a silent worker's job is given to another. */
import type { Queue } from 'pg-boss'
import type { JobName } from './queue.ts'

export const SCHEMA = 'pgboss'

type Settings = Omit<Queue, 'name'>

/** `short`: at most one job waits per key, so that a hundred nudges are one. Any number may run: the rows guard themselves. */
const base: Settings = {
  policy: 'short',
  notify: true,
  retryLimit: 20,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
  heartbeatSeconds: 10,
  deleteAfterSeconds: 3600,
}

export const queueSettings: Readonly<Record<JobName, Settings>> = {
  'drain-pushes': { ...base, expireInSeconds: 600 },
  'poll-dispatches': { ...base, expireInSeconds: 600 },
  'read-import': { ...base, expireInSeconds: 7200 },
  'apply-import': { ...base, expireInSeconds: 7200 },
  'fetch-images': { ...base, expireInSeconds: 7200 },
  sweep: { ...base, expireInSeconds: 600 },
}

/** How many jobs of a kind one process runs at once. */
export const concurrency: Readonly<Record<JobName, number>> = {
  'drain-pushes': 8,
  'poll-dispatches': 8,
  'read-import': 2,
  'apply-import': 1,
  'fetch-images': 1,
  sweep: 1,
}
