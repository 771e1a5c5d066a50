/** All SQL on imports themselves; their rows are in import-row-store. It decides nothing. */
import { sql } from 'kysely'
import type { Tx } from '../db/transact.ts'

export type ImportKind = 'customers' | 'products'
export type ImportState = 'reading' | 'ready' | 'applying' | 'done' | 'failed' | 'cancelled'

const columns = [
  'importId',
  'connectionId',
  'kind',
  'purpose',
  'state',
  'pagesRead',
  'rowsRead',
  'rowsExpected',
  'rowsToApply',
  'rowsApplied',
  'sentence',
  'failures',
  'startedAt',
  'applyStartedAt',
  'endedAt',
] as const

export async function selectImport(tx: Tx, importId: string) {
  return tx.selectFrom('imports').select(columns).where('importId', '=', importId).executeTakeFirst()
}

export type StoredImport = NonNullable<Awaited<ReturnType<typeof selectImport>>>

/** The same, held until the transaction ends, so that its state is still so when it is changed. */
export async function lockImport(tx: Tx, importId: string): Promise<StoredImport | undefined> {
  return tx
    .selectFrom('imports')
    .select(columns)
    .where('importId', '=', importId)
    .forUpdate()
    .executeTakeFirst()
}

/** The one import of a kind that has not ended, held until the transaction ends. */
export async function lockLiveImport(tx: Tx, kind: ImportKind): Promise<StoredImport | undefined> {
  return tx
    .selectFrom('imports')
    .select(columns)
    .where('kind', '=', kind)
    .where('state', 'in', ['reading', 'ready', 'applying'])
    .forUpdate()
    .executeTakeFirst()
}

/** The newest import of a kind that people care for: a nightly look that found nothing is none. */
export async function selectLatestImport(tx: Tx, kind: ImportKind): Promise<StoredImport | undefined> {
  return tx
    .selectFrom('imports')
    .select(columns)
    .where('kind', '=', kind)
    .where((is) =>
      is.or([is('purpose', '=', 'import'), is('state', '=', 'ready'), is('rowsToApply', '>', 0)]),
    )
    .orderBy('importId', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** How many rows the last complete import of a kind had: what to expect of the next. */
export async function selectRowsLastTime(
  tx: Tx,
  by: { readonly kind: ImportKind; readonly connectionId: string },
): Promise<number | null> {
  const row = await tx
    .selectFrom('imports')
    .select('rowsRead')
    .where('kind', '=', by.kind)
    .where('connectionId', '=', by.connectionId)
    .where('purpose', '=', 'import')
    .where('state', '=', 'done')
    .orderBy('importId', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.rowsRead ?? null
}

/** False when another import of this kind began at the same moment. */
export async function insertImport(
  tx: Tx,
  values: {
    readonly importId: string
    readonly connectionId: string
    readonly kind: ImportKind
    readonly purpose: 'import' | 'refresh'
    readonly rowsExpected: number | null
    readonly startedBy: string
    readonly startedAt: Date
  },
): Promise<boolean> {
  const row = await tx
    .insertInto('imports')
    .values({ ...values, state: 'reading', supplierId: sql<string>`scope_supplier()` })
    .onConflict((conflict) => conflict.doNothing())
    .returning('importId')
    .executeTakeFirst()
  return row !== undefined
}

/** Changes an import that the transaction holds. */
export async function updateImport(
  tx: Tx,
  importId: string,
  values: {
    readonly state?: ImportState
    readonly pagesRead?: number
    readonly rowsRead?: number
    readonly rowsExpected?: number | null
    readonly rowsToApply?: number
    readonly rowsApplied?: number
    readonly sentence?: string | null
    readonly failures?: number
    readonly applyStartedAt?: Date
    readonly endedAt?: Date
  },
): Promise<void> {
  await tx.updateTable('imports').set(values).where('importId', '=', importId).execute()
}

/** Imports that have work to do, whose job may have been lost. */
export async function selectWorkingImports(tx: Tx) {
  return tx
    .selectFrom('imports')
    .select(['importId', 'state'])
    .where('state', 'in', ['reading', 'applying'])
    .execute()
}

/** Removes all but the newest ended imports of a kind, with their rows. */
export async function deleteOldImports(tx: Tx, kind: ImportKind, keep: number): Promise<void> {
  await tx
    .deleteFrom('imports')
    .where('kind', '=', kind)
    .where('state', 'in', ['done', 'failed', 'cancelled'])
    // One that the inbox points to stays until its entry is closed.
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('inboxEntries as e')
            .select('e.entryId')
            .where('e.subjectKind', '=', 'import-row')
            .where('e.closedAt', 'is', null)
            .where(sql<boolean>`e.subject_id = imports.import_id::text`),
        ),
      ),
    )
    .where('importId', 'not in', (newest) =>
      newest
        .selectFrom('imports')
        .select('importId')
        .where('kind', '=', kind)
        .orderBy('importId', 'desc')
        .limit(keep),
    )
    .execute()
}

/** Other imports of the same kind that are kept. */
export async function selectEarlierImports(tx: Tx, than: StoredImport): Promise<string[]> {
  const rows = await tx
    .selectFrom('imports')
    .select('importId')
    .where('kind', '=', than.kind)
    .where('importId', '<>', than.importId)
    .execute()
  return rows.map((row) => row.importId)
}
