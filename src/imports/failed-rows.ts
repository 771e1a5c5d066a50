/** The inbox entry for rows that could not be applied: one for an import, however many rows; closed when a later import has none. */
import type { SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import { closeEntriesOf, openEntry } from '../inbox/inbox-store.ts'
import { type StoredImport, selectEarlierImports } from './import-store.ts'

export async function noteFailedRows(
  tx: Tx,
  stored: StoredImport,
  { supplierId, failed, at }: { readonly supplierId: SupplierId; readonly failed: number; readonly at: Date },
): Promise<void> {
  // What failed in an earlier import of this kind was read and offered again in this one.
  for (const id of await selectEarlierImports(tx, stored)) {
    const closing = { by: 'Purvey', reason: 'A later import took its place.', at }
    await closeEntriesOf(tx, { supplierId, kind: 'import-row', id }, closing)
  }
  if (failed === 0) return
  await openEntry(tx, {
    supplierId,
    subjectKind: 'import-row',
    subjectId: stored.importId,
    cause: `import-${stored.kind}-failed`,
    sentence: `${failed} of the ${stored.rowsToApply} chosen ${stored.kind} could not be imported. Open the import to see the reason in each row.`,
    fixes: [{ kind: 'open-import', label: 'Open the import', subjectId: stored.importId }],
    detail: { kind: stored.kind, failed, chosen: stored.rowsToApply },
    at,
  })
}
