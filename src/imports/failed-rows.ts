/** The inbox entry for rows that could not be applied: one for an import, however many rows; closed when a later import has none. */
import { sql } from 'kysely'
import { newId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import type { StoredImport } from './import-store.ts'

export async function noteFailedRows(
  tx: Tx,
  stored: StoredImport,
  { failed, at }: { readonly failed: number; readonly at: Date },
): Promise<void> {
  await closeEarlier(tx, stored, at)
  if (failed === 0) return
  await tx
    .insertInto('inboxEntries')
    .values({
      supplierId: sql<string>`scope_supplier()`,
      entryId: newId(at.getTime()),
      subjectKind: 'import-row',
      subjectId: stored.importId,
      cause: `import-${stored.kind}-failed`,
      sentence: `${failed} of the ${stored.rowsToApply} chosen ${stored.kind} could not be imported. Open the import to see the reason in each row.`,
      fix: json([{ kind: 'open-import', label: 'Open the import', subjectId: stored.importId }]),
      detail: json({ kind: stored.kind, failed, chosen: stored.rowsToApply }),
      openedAt: at,
      lastSeenAt: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What failed in an earlier import of this kind was read and offered again in this one. */
async function closeEarlier(tx: Tx, stored: StoredImport, at: Date): Promise<void> {
  await tx
    .updateTable('inboxEntries')
    .set({ closedAt: at, closedBy: 'Purvey', closedReason: 'A later import took its place.' })
    .where('subjectKind', '=', 'import-row')
    .where('cause', '=', `import-${stored.kind}-failed`)
    .where('subjectId', '<>', stored.importId)
    .where('closedAt', 'is', null)
    .execute()
}
