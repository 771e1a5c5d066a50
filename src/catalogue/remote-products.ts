/** What was found in the ERP, told apart by what of ours it is linked to already. */
import type { SupplierId } from '../core/ids.ts'
import { type Db, read } from '../db/transact.ts'
import { localIds } from '../links/link-store.ts'
import { selectLinkedKeysByCode, selectNames } from './product-store.ts'

/** Names of our products by the ERP's keys; keys that are not linked are left out. */
export async function linkedProductNames(
  deps: { readonly db: Db },
  actor: { readonly supplierId: SupplierId },
  input: { readonly connectionId: string; readonly remoteKeys: readonly string[] },
): Promise<Map<string, string>> {
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const links = await localIds(tx, input.connectionId, 'product', input.remoteKeys)
    const names = await selectNames(tx, [...links.values()])
    return new Map([...links].map(([key, localId]) => [key, names.get(localId) ?? localId]))
  })
}

/** The ERP's keys of our products that have this code or barcode; letters may be small or large. */
export async function linkedKeysOfCode(
  deps: { readonly db: Db },
  actor: { readonly supplierId: SupplierId },
  input: { readonly connectionId: string; readonly typed: string },
): Promise<string[]> {
  return read(deps.db, { supplierId: actor.supplierId }, (tx) =>
    selectLinkedKeysByCode(tx, input.connectionId, input.typed.trim()),
  )
}
