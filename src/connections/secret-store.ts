/** SQL on stored envelopes, for rotation alone. */
import { asId, type SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import type { ConnectionKey } from './connection-store.ts'

export async function supplierIds(tx: Tx): Promise<SupplierId[]> {
  const rows = await tx.selectFrom('suppliers').select('supplierId').orderBy('supplierId').execute()
  return rows.map((row) => asId<SupplierId>(row.supplierId))
}

export async function connectionsWithKeys(
  tx: Tx,
  supplierId: SupplierId,
): Promise<{ connectionId: string; keyEnvelope: string }[]> {
  const rows = await tx
    .selectFrom('connections')
    .select(['connectionId', 'keyEnvelope'])
    .where('supplierId', '=', supplierId)
    .where('keyEnvelope', 'is not', null)
    .forUpdate()
    .execute()
  return rows.flatMap(({ connectionId, keyEnvelope }) =>
    keyEnvelope === null ? [] : [{ connectionId, keyEnvelope }],
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
