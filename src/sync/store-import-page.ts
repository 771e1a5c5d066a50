/** Stores one page of an import with the count of pages, so that a page is stored once and none is skipped. */
import type { Clock } from '../core/clock.ts'
import type { Tx } from '../db/transact.ts'
import type { ImportPage } from '../erp/port.ts'
import { type ClassifiedRow, insertImportRows, noteSharedCodes } from '../imports/import-row-store.ts'
import { lockImport, type StoredImport, updateImport } from '../imports/import-store.ts'
import { liveConnection } from '../links/live-connection.ts'
import { refreshLinks } from '../links/link-store.ts'
import type { ImportedKind } from './imported-kind.ts'

export const otherAccount = 'The Cin7 account was disconnected or changed meanwhile. Start the import again.'

/** False when there is nothing more to read: the last page, a cancelled import, or another worker that was faster. */
export async function storePage<T extends { readonly key: string }>(
  tx: Tx,
  deps: { readonly clock: Clock },
  page: {
    readonly importId: string
    readonly page: number
    readonly kind: ImportedKind<T>
    readonly read: ImportPage<T>
  },
): Promise<boolean> {
  const { importId, kind, read } = page
  const stored = await lockImport(tx, importId)
  if (stored?.state !== 'reading' || stored.pagesRead !== page.page - 1) return false
  const connection = await liveConnection(tx)
  if (connection?.connectionId !== stored.connectionId) {
    await endImport(tx, deps, importId, otherAccount)
    return false
  }
  const records = read.rows
  const classified = await kind.classify(tx, connection, records)
  await refreshLinks(tx, connection.connectionId, kind.linkKind, {
    records: seenAgain(records, classified),
    seenAt: deps.clock.now(),
  })
  const rows =
    stored.purpose === 'refresh'
      ? classified.filter((row) => row.tab === 'changed')
      : [...classified, ...read.unusable.map((row, index) => unusableRow(row, `${page.page}.${index}`))]
  const rowsRead = stored.rowsRead + (await insertImportRows(tx, importId, rows))
  const more = read.more
  if (!more && stored.kind === 'products' && stored.purpose === 'import') await noteSharedCodes(tx, importId)
  await updateImport(tx, importId, {
    pagesRead: page.page,
    rowsRead,
    failures: 0,
    sentence: null,
    // An expectation that was passed was wrong.
    ...(stored.rowsExpected !== null && rowsRead > stored.rowsExpected ? { rowsExpected: null } : {}),
    ...(more ? {} : endOfReading(stored, rowsRead, deps.clock.now())),
  })
  return more
}

/** Ends an import for a reason that a person has to know. */
export async function endImport(
  tx: Tx,
  deps: { readonly clock: Clock },
  importId: string,
  sentence: string,
): Promise<void> {
  const stored = await lockImport(tx, importId)
  if (stored?.state !== 'reading') return
  await updateImport(tx, importId, { state: 'failed', sentence, endedAt: deps.clock.now() })
}

function endOfReading(stored: StoredImport, rowsRead: number, at: Date) {
  if (stored.purpose === 'import') return { state: 'ready' as const, rowsExpected: rowsRead }
  return rowsRead === 0
    ? { state: 'done' as const, rowsExpected: 0, endedAt: at, sentence: 'Nothing has changed in Cin7.' }
    : {
        state: 'ready' as const,
        rowsExpected: rowsRead,
        sentence: `${rowsRead} ${stored.kind} have changed in Cin7. Choose what to take over.`,
      }
}

function seenAgain<T extends { readonly key: string }>(
  records: readonly T[],
  classified: readonly ClassifiedRow[],
): T[] {
  const linked = new Set(
    classified.filter((row) => row.tab === 'linked' || row.tab === 'changed').map((row) => row.remoteKey),
  )
  return records.filter((record) => linked.has(record.key))
}

/** Unusable rows may have no key, or one that a usable row has too: they are told apart by where they stood. */
function unusableRow(
  row: { readonly key: string; readonly label: string; readonly reason: string },
  place: string,
): ClassifiedRow {
  return {
    remoteKey: `!${place} ${row.key}`,
    tab: 'unusable',
    name: row.label.slice(0, 400).toWellFormed(),
    code: '',
    detail: '',
    reason: row.reason,
    changes: [],
    matchId: null,
    matchReason: null,
    record: null,
  }
}
