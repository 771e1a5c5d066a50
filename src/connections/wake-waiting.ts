/**
 * What starts again when a connection works again: pushes that backed off are due now, and the loops are nudged. A push whose
 * outcome is unclear keeps the time of its next look, before which the ERP may not show it yet.
 */
import type { Tx } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { ConnectionKey } from './connection-store.ts'

export async function wakeWaiting(
  { tx, jobs }: { readonly tx: Tx; readonly jobs: JobQueue },
  { supplierId, connectionId }: ConnectionKey,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('pushes')
    .set({ nextAttemptAt: at })
    .where('supplierId', '=', supplierId)
    .where('state', '=', 'waiting')
    .where('unclear', '=', false)
    .where('nextAttemptAt', '>', at)
    .execute()
  await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId })
  await jobs.enqueue(tx, 'poll-dispatches', { supplierId, connectionId })
}
