/**
 * A connection that needs attention may be cured without us being told: the key is enabled again, a box is ticked. This looks
 * now and then, so that everything that waits goes on by itself. Called outside any transaction, because it asks the ERP.
 */
import { checkConnection, curableCodes } from '../connections/check-connection.ts'
import { liveConnection } from '../connections/connection-store.ts'
import type { ErpDoor } from '../connections/erp-door.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Db, read } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'

export interface CureDeps {
  readonly db: Db
  readonly clock: Clock
  readonly jobs: JobQueue
  readonly erp: ErpDoor
}

export async function cureConnection(
  deps: CureDeps,
  supplierId: SupplierId,
  signal: AbortSignal,
): Promise<void> {
  const connection = await read(deps.db, { supplierId }, (tx) => liveConnection(tx, supplierId))
  if (connection?.state !== 'needs-attention' || connection.paused) return
  if (!curableCodes.has(connection.stateCode ?? '')) return
  if (isTimeToLook(connection.stateSince, deps.clock.now())) {
    await checkConnection(deps, { supplierId, name: 'Purvey' }, signal)
  }
}

/** Asked once a minute: in each of the first two minutes, then every five. A check costs about a dozen calls. */
function isTimeToLook(since: Date, now: Date): boolean {
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000)
  return minutes <= 2 || minutes % 5 === 0
}
