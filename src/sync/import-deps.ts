/** What the jobs of imports work with. */
import type { ErpDoor } from '../connections/erp-door.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'

export interface ImportDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly jobs: JobQueue
  readonly erp: ErpDoor
}
