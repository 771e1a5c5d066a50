/** Nudges the drain of the supplier's live connection, after something changed that a stuck push may have waited for. */
import type { Tx } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { liveConnection } from './live-connection.ts'

export async function nudgeDrain(tx: Tx, { jobs }: { jobs: JobQueue }, supplierId: string): Promise<void> {
  const connection = await liveConnection(tx)
  if (connection)
    await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId: connection.connectionId })
}
