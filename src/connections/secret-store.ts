/** SQL on stored envelopes, for rotation alone. */
import { asId, type SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import type { ConnectionKey } from './connection-store.ts'

export interface SupplierWithKeys {
  readonly supplierId: SupplierId
  readonly name: string
}

export async function allSuppliers(tx: Tx): Promise<SupplierWithKeys[]> {
  const rows = await tx.selectFrom('suppliers').select(['supplierId', 'name']).orderBy('supplierId').execute()
  return rows.map(({ supplierId, name }) => ({ supplierId: asId<SupplierId>(supplierId), name }))
}

export async function connectionsWithKeys(
  tx: Tx,
  supplierId: SupplierId,
): Promise<{ connectionId: string; username: string; keyEnvelope: string }[]> {
  const rows = await tx
    .selectFrom('connections')
    .select(['connectionId', 'username', 'keyEnvelope'])
    .where('supplierId', '=', supplierId)
    .where('keyEnvelope', 'is not', null)
    .forUpdate()
    .execute()
  return rows.flatMap(({ connectionId, username, keyEnvelope }) =>
    keyEnvelope === null ? [] : [{ connectionId, username, keyEnvelope }],
  )
}

export async function replaceEnvelope(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
  envelope: { readonly from: string; readonly to: string },
): Promise<void> {
  await tx
    .updateTable('connections')
    .set({ keyEnvelope: envelope.to })
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
    .where('keyEnvelope', '=', envelope.from)
    .execute()
}
