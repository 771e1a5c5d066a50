/** What the verbs of this room are given: the database, the time, the job queue, and who acts. */
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import type { Db } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'

export interface OrderContext {
  readonly db: Db
  readonly clock: Clock
  readonly jobs: JobQueue
}

/** Who acts, for which supplier. */
export interface Person {
  readonly supplierId: SupplierId
  readonly userId: string
  readonly name: string
}
