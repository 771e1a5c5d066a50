/** An import as pages show it: its progress, its counts, and how long it will take where that can be known. */
import type { ImportTab, ImportView } from '../contract/imports.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read, type Tx } from '../db/transact.ts'
import { changesOf, countRows, selectMatchNames, selectRowPage, type StoredRow } from './import-row-store.ts'
import { type ImportKind, selectImport, selectLatestImport, type StoredImport } from './import-store.ts'

type Deps = { readonly db: Db; readonly clock: Clock }
type Who = { readonly supplierId: SupplierId }

/** Cin7 allows 60 calls a minute (spec), so a page takes a second at least. */
const LEAST_SECONDS_A_PAGE = 1

export async function showImport(
  deps: Deps,
  actor: Who,
  importId: string,
): Promise<ImportView | Refusal<'not-found'>> {
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const stored = await selectImport(tx, importId)
    return stored ? importView(tx, stored, deps.clock.now()) : importNotFound()
  })
}

export async function showLatestImport(
  deps: Deps,
  actor: Who,
  kind: ImportKind,
): Promise<{ import: ImportView | null }> {
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const stored = await selectLatestImport(tx, kind)
    return { import: stored ? await importView(tx, stored, deps.clock.now()) : null }
  })
}

export async function importView(tx: Tx, stored: StoredImport, now: Date): Promise<ImportView> {
  const counts = { new: 0, changed: 0, linked: 0, unusable: 0, chosen: 0, failed: 0 }
  for (const row of await countRows(tx, stored.importId)) {
    counts[row.tab] = row.rows
    counts.chosen += row.chosen
    counts.failed += row.failed
  }
  return {
    importId: stored.importId,
    kind: stored.kind,
    state: stored.state,
    rowsRead: stored.rowsRead,
    rowsExpected: stored.rowsExpected,
    rowsToApply: stored.rowsToApply,
    rowsApplied: stored.rowsApplied,
    sentence: stored.sentence,
    counts,
    secondsLeft: secondsLeft(stored, now),
    startedAt: stored.startedAt.toISOString(),
    endedAt: stored.endedAt?.toISOString() ?? null,
  }
}

/** Null where it cannot be known. What has been done so far is the measure, never a hope. */
export function secondsLeft(
  stored: Pick<
    StoredImport,
    | 'state'
    | 'pagesRead'
    | 'rowsRead'
    | 'rowsExpected'
    | 'rowsToApply'
    | 'rowsApplied'
    | 'startedAt'
    | 'applyStartedAt'
  >,
  now: Date,
): number | null {
  if (stored.state === 'applying' && stored.applyStartedAt && stored.rowsApplied > 0) {
    const seconds = (now.getTime() - stored.applyStartedAt.getTime()) / 1000
    return Math.ceil((seconds / stored.rowsApplied) * (stored.rowsToApply - stored.rowsApplied))
  }
  if (stored.state === 'reading' && stored.rowsExpected !== null && stored.rowsRead > 0) {
    const seconds = (now.getTime() - stored.startedAt.getTime()) / 1000
    const pagesLeft =
      Math.max(0, stored.rowsExpected - stored.rowsRead) / (stored.rowsRead / stored.pagesRead)
    return Math.ceil((pagesLeft + 1) * Math.max(LEAST_SECONDS_A_PAGE, seconds / stored.pagesRead))
  }
  return null
}

export async function listImportRows(
  deps: Deps,
  actor: Who,
  query: {
    readonly importId: string
    readonly tab: ImportTab
    readonly search?: string | undefined
    /** Number of the last row of the page before. */
    readonly cursor?: string | undefined
    readonly limit: number
  },
) {
  if (query.cursor !== undefined && !/^\d{1,9}$/.test(query.cursor)) {
    return refuse('invalid-request', 'The page asked for does not exist. Start again at the first page.')
  }
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const stored = await selectImport(tx, query.importId)
    if (!stored) return importNotFound()
    const rows = await selectRowPage(tx, query.importId, {
      tab: query.tab,
      search: query.search,
      afterRowNo: Number(query.cursor ?? 0),
      limit: query.limit,
    })
    const shown = rows.slice(0, query.limit)
    const names = await selectMatchNames(
      tx,
      stored.kind,
      shown.flatMap((row) => row.matchId ?? []),
    )
    return {
      items: shown.map((row) => rowView(row, names)),
      next: rows.length > query.limit ? String(shown.at(-1)?.rowNo) : null,
    }
  })
}

function rowView(row: StoredRow, names: ReadonlyMap<string, string>) {
  const { matchId, matchReason, ...plain } = row
  return {
    ...plain,
    remoteKey: row.tab === 'unusable' ? row.remoteKey.replace(/^!\S* /, '') : row.remoteKey,
    changes: changesOf(row.changes),
    match:
      matchId === null ? null : { id: matchId, name: names.get(matchId) ?? '', reason: matchReason ?? '' },
  }
}

export function importNotFound(): Refusal<'not-found'> {
  return refuse(
    'not-found',
    'There is no such import. It may be an old one that was removed, or belong to another supplier.',
  )
}
