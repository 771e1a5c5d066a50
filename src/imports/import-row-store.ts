/** All SQL on the rows of imports. It decides nothing. */
import { type RawBuilder, sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import { type JsonValue, json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

export type RowTab = 'new' | 'changed' | 'linked' | 'unusable'
export type RowChoice = 'none' | 'apply' | 'link'

export interface FieldChange {
  readonly field: string
  readonly from: string
  readonly to: string
}

/** A row as reading leaves it. */
export interface ClassifiedRow {
  readonly remoteKey: string
  readonly tab: RowTab
  readonly name: string
  readonly code: string
  readonly detail: string
  readonly reason: string | null
  readonly changes: readonly FieldChange[]
  readonly matchId: string | null
  readonly matchReason: string | null
  /** What the ERP has; only where there may be something to apply. */
  readonly record: unknown
}

/** Adds rows behind those that are there. A key that is there already is left out: it was read before. Returns how many were added. */
export async function insertImportRows(
  tx: Tx,
  importId: string,
  rows: readonly ClassifiedRow[],
): Promise<number> {
  if (rows.length === 0) return 0
  const result = await sql`
    insert into import_rows (supplier_id, import_id, row_no, remote_key, tab, name, code, detail, reason, changes, match_id, match_reason, record)
    select scope_supplier(), ${importId}::uuid, last.no + r.no, "remoteKey", tab, name, code, detail, reason, changes, "matchId", "matchReason", record
    from jsonb_to_recordset(${json(rows.map((row, index) => ({ ...row, no: index + 1 })))}::jsonb) r (
      no int, "remoteKey" text, tab text, name text, code text, detail text, reason text, changes jsonb,
      "matchId" uuid, "matchReason" text, record jsonb
    ), (select coalesce(max(row_no), 0) as no from import_rows where supplier_id = scope_supplier() and import_id = ${importId}::uuid) last
    on conflict (supplier_id, import_id, remote_key) do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** Notes with each row whose code another row has too, small and large letters alike, which that is. */
export async function noteSharedCodes(tx: Tx, importId: string): Promise<void> {
  await sql`
    with usable as (
      select row_no, name, lower(code) as code from import_rows
      where supplier_id = scope_supplier() and import_id = ${importId}::uuid and tab <> 'unusable' and code <> ''
    ), noted as (
      select
        row_no, count(*) over (partition by code) as times,
        coalesce(lag(name) over in_order, lead(name) over in_order) as neighbour
      from usable window in_order as (partition by code order by row_no)
    )
    update import_rows r set detail = concat_ws(
      ' · ', nullif(r.detail, ''),
      'same code as ' || n.neighbour || case when n.times > 2 then ' and ' || (n.times - 2) || ' more' else '' end
    )
    from noted n
    where n.times > 1 and r.supplier_id = scope_supplier() and r.import_id = ${importId}::uuid and r.row_no = n.row_no`.execute(
    tx,
  )
}

export async function countRows(tx: Tx, importId: string) {
  return tx
    .selectFrom('importRows')
    .select((count) => [
      'tab',
      count.fn.countAll<number>().as('rows'),
      count.fn.countAll<number>().filterWhere('choice', '<>', 'none').as('chosen'),
      count.fn.countAll<number>().filterWhere('outcome', '=', 'failed').as('failed'),
    ])
    .where('importId', '=', importId)
    .groupBy('tab')
    .execute()
}

/** One page of a tab, and one row more when there is a next page. */
export async function selectRowPage(
  tx: Tx,
  importId: string,
  options: {
    readonly tab: RowTab
    readonly search: string | undefined
    readonly afterRowNo: number
    readonly limit: number
  },
) {
  return tx
    .selectFrom('importRows')
    .select([
      'rowNo',
      'remoteKey',
      'tab',
      'name',
      'code',
      'detail',
      'reason',
      'changes',
      'matchId',
      'matchReason',
      'choice',
      'outcome',
      'outcomeSentence',
    ])
    .where('importId', '=', importId)
    .where('tab', '=', options.tab)
    .where('rowNo', '>', options.afterRowNo)
    .where(containing(options.search))
    .orderBy('rowNo')
    .limit(options.limit + 1)
    .execute()
}

export type StoredRow = Awaited<ReturnType<typeof selectRowPage>>[number]

/**
 * Sets the choice of rows that have something to choose: new and changed ones, and linking only where a match is proposed. All of a
 * tab at once leaves those alone that were chosen to be linked.
 */
export async function updateChoices(
  tx: Tx,
  importId: string,
  by: {
    readonly choice: RowChoice
    readonly rowNos?: readonly number[] | undefined
    readonly tab?: RowTab | undefined
    readonly search?: string | undefined
  },
): Promise<void> {
  let update = tx
    .updateTable('importRows')
    .set({ choice: by.choice })
    .where('importId', '=', importId)
    .where('tab', 'in', ['new', 'changed'])
    .where('choice', '<>', by.choice)
  if (by.choice === 'link') update = update.where('matchId', 'is not', null)
  if (by.rowNos) update = update.where('rowNo', '=', sql<number>`any(${by.rowNos}::int[])`)
  else {
    update = update.where('tab', '=', by.tab ?? 'new').where(containing(by.search))
    if (by.choice === 'apply') update = update.where('choice', '<>', 'link')
  }
  await update.execute()
}

/** The next rows that were chosen and not yet applied. */
export async function selectRowsToApply(tx: Tx, importId: string, limit: number) {
  return tx
    .selectFrom('importRows')
    .select(['rowNo', 'remoteKey', 'name', 'choice', 'matchId', 'record'])
    .where('importId', '=', importId)
    .where('choice', '<>', 'none')
    .where('outcome', 'is', null)
    .orderBy('rowNo')
    .limit(limit)
    .execute()
}

export type RowToApply = Awaited<ReturnType<typeof selectRowsToApply>>[number]

export interface RowOutcome {
  readonly rowNo: number
  readonly outcome: 'created' | 'updated' | 'linked' | 'failed'
  readonly sentence: string | null
}

export async function updateOutcomes(
  tx: Tx,
  importId: string,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await sql`
    update import_rows i set outcome = r.outcome, outcome_sentence = r.sentence
    from jsonb_to_recordset(${json(outcomes)}::jsonb) r ("rowNo" int, outcome text, sentence text)
    where i.supplier_id = scope_supplier() and i.import_id = ${importId}::uuid and i.row_no = r."rowNo"`.execute(
    tx,
  )
}

/** Names of what the proposed matches are, by id. */
export async function selectMatchNames(
  tx: Tx,
  kind: 'customers' | 'products',
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows =
    kind === 'customers'
      ? await tx
          .selectFrom('customers')
          .select(['customerId as id', 'name'])
          .where('customerId', '=', anyId(ids))
          .execute()
      : await tx
          .selectFrom('products')
          .select(['productId as id', 'name'])
          .where('productId', '=', anyId(ids))
          .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

function containing(search: string | undefined): RawBuilder<boolean> {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return sql<boolean>`true`
  return sql<boolean>`(${sql.join(
    words.map((word) => sql`position(${word} in lower(name || ' ' || code || ' ' || detail)) > 0`),
    sql` and `,
  )})`
}

/** JSON of a column that only this room writes. */
export function changesOf(value: JsonValue): FieldChange[] {
  return Array.isArray(value) ? (value as FieldChange[]) : []
}
