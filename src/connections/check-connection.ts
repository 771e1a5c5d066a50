/** Proves a live connection again. A connection that needed attention and works again goes on by itself from here. */
import type { ConnectionView } from '../contract/connection.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { read, transact } from '../db/transact.ts'
import { type ByWhom, catchUp, type ConnectDeps, knownOf } from './connect.ts'
import { connectionById, liveConnection, lockConnection, putProven } from './connection-store.ts'
import { connectionView } from './connection-view.ts'
import { type ProofRefusal, refusalOf, refusalOfProof } from './erp-refusal.ts'
import { proveConnection } from './prove-connection.ts'
import { keepProven, permissionLines } from './record-permission.ts'

export const notConnected: Refusal<'not-connected'> = refuse(
  'not-connected',
  'Cin7 is not connected. Connect it under Settings › Integrations › Cin7 Omni.',
)

/**
 * State codes of `needs-attention` that may be cured without us being told, so that a sweep checks now and then by itself. That
 * a box is ticked again shows only with the next attempt, which a check sets going; a 403 carries nothing out.
 */
export const curableCodes: ReadonlySet<string> = new Set([
  'permission-missing',
  'wrong-key',
  'key-unreadable',
  'blocked',
  'wrong-address',
  'redirected',
  'bad-address',
])

/** For a person, and for a sweep over connections that need attention (`actor.name` is then Purvey). */
export async function checkConnection(
  deps: ConnectDeps,
  actor: ByWhom,
  signal?: AbortSignal,
): Promise<ConnectionView | ProofRefusal | Refusal<'not-connected'>> {
  const { supplierId } = actor
  const before = await read(deps.db, { supplierId }, (tx) => liveConnection(tx, supplierId))
  if (!before) return notConnected
  const opened = await deps.erp.open(supplierId, 'connect', { signal, evenIfBroken: true })
  if (!opened.ok) {
    await deps.erp.report(supplierId, before.connectionId, opened)
    return refusalOf(opened)
  }
  const { erp, context, connectionId } = opened.value
  const proof = await proveConnection({ erp, context, before: knownOf(before) }, () => deps.clock.now())
  if (!proof.ok) {
    await deps.erp.report(supplierId, connectionId, proof)
    return refusalOfProof(proof)
  }
  const key = { supplierId, connectionId }
  return transact(deps.db, { supplierId }, async (tx) => {
    const row = await lockConnection(tx, key)
    if (!row || row.state === 'disconnected') return notConnected
    // Replaced meanwhile: the new key was proven by whoever put it there.
    if (row.keyEnvelope === before.keyEnvelope) {
      const permissions = keepProven(proof.value.permissions, permissionLines.parse(row.permissions))
      await putProven(tx, key, { ...proof.value, permissions })
      await catchUp({ tx, jobs: deps.jobs }, key, { by: actor.name, at: proof.value.at })
    }
    const shown = await connectionById(tx, key)
    return shown ? connectionView(tx, shown, deps.erp) : notConnected
  })
}
