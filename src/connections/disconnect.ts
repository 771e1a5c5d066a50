/** Forgets the key and stops all traffic. Links, settings and history stay, for when the account is connected again. */
import type { Refusal } from '../core/refusal.ts'
import { transact } from '../db/transact.ts'
import { closeEntriesOf } from '../inbox/inbox-store.ts'
import { notConnected } from './check-connection.ts'
import type { ByWhom, ConnectDeps } from './connect.ts'
import { liveConnection, putDisconnected } from './connection-store.ts'

export async function disconnect(
  deps: Pick<ConnectDeps, 'db' | 'clock'>,
  actor: ByWhom,
): Promise<{ done: true } | Refusal<'not-connected'>> {
  const { supplierId } = actor
  return transact(deps.db, { supplierId }, async (tx) => {
    const row = await liveConnection(tx, supplierId)
    if (!row) return notConnected
    const { connectionId } = row
    const at = deps.clock.now()
    await putDisconnected(tx, { supplierId, connectionId }, at)
    await closeEntriesOf(
      tx,
      { supplierId, kind: 'connection', id: connectionId },
      { by: actor.name, reason: 'Cin7 was disconnected.', at },
    )
    return { done: true }
  })
}
