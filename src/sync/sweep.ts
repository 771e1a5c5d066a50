/**
 * The net under the jobs: once a minute, over all suppliers, it finds work whose nudge was lost and nudges again, starts the
 * nightly refresh, and prunes what is kept only for a while. It does no work itself.
 */
import { asId, type SupplierId } from '../core/ids.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { ErpDoor } from '../connections/erp-door.ts'
import { type Db, type Tx, read, transact } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { liveConnection } from '../links/live-connection.ts'
import { nextDue } from '../pushes/push-store.ts'
import { cureConnection } from './cure-connection.ts'
import { findLoop } from './loop-store.ts'

export interface SweepDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly jobs: JobQueue
  readonly erp: ErpDoor
  /** What the other rooms want done per supplier, each in its own transaction. */
  readonly also: readonly ((tx: Tx, supplierId: SupplierId) => Promise<void>)[]
}

const LATE_MS = 90_000
const KEEP_IDEMPOTENCY_MS = 48 * 3_600_000

export async function sweep(deps: SweepDeps, signal: AbortSignal): Promise<void> {
  const suppliers = await read(deps.db, { system: true }, (tx) =>
    tx.selectFrom('suppliers').select('supplierId').orderBy('supplierId').execute(),
  )
  for (const row of suppliers) {
    if (signal.aborted) return
    const supplierId = asId<SupplierId>(row.supplierId)
    try {
      await transact(deps.db, { supplierId }, (tx) => sweepSupplier(deps, tx, supplierId))
      for (const work of deps.also) await transact(deps.db, { supplierId }, (tx) => work(tx, supplierId))
      await cureConnection(deps, supplierId, signal)
    } catch (error) {
      deps.log.error({ err: error, supplierId }, 'The sweep of a supplier failed; the next one tries again')
    }
  }
}

async function sweepSupplier(deps: SweepDeps, tx: Tx, supplierId: SupplierId): Promise<void> {
  const now = deps.clock.now()
  await tx
    .deleteFrom('idempotencyKeys')
    .where('supplierId', '=', supplierId)
    .where('createdAt', '<', new Date(now.getTime() - KEEP_IDEMPOTENCY_MS))
    .execute()
  const connection = await liveConnection(tx)
  if (!connection) return
  const key = { supplierId, connectionId: connection.connectionId }
  const due = await nextDue(tx, key)
  if (due && due <= now) await deps.jobs.enqueue(tx, 'drain-pushes', key)
  const polls = await findLoop(tx, { ...key, loop: 'dispatches' })
  const late = !polls?.nextAt || now.getTime() - polls.nextAt.getTime() > LATE_MS
  if (late) await deps.jobs.enqueue(tx, 'poll-dispatches', key)
}
