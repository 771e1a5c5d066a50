/**
 * The job that applies the chosen rows of an import, 500 to a short transaction, so that it can stop and go on anywhere and
 * holds no more than that in memory. A row that cannot be stored is told with its reason and stops nothing.
 */
import { asId, newId, type SupplierId } from '../core/ids.ts'
import { type Db, read, transact, type Tx } from '../db/transact.ts'
import { noteFailedRows } from '../imports/failed-rows.ts'
import {
  countRows,
  type RowOutcome,
  type RowToApply,
  selectRowsToApply,
  updateOutcomes,
} from '../imports/import-row-store.ts'
import { lockImport, selectImport, type StoredImport, updateImport } from '../imports/import-store.ts'
import { nudgeDrain } from '../links/nudge-drain.ts'
import type { JobPayloads } from '../jobs/queue.ts'
import { erpKeys, localIds, putLinks } from '../links/link-store.ts'
import { liveConnection, type LiveConnection } from '../links/live-connection.ts'
import { importedCustomers } from './import-customers.ts'
import type { ImportDeps } from './import-deps.ts'
import { importedProducts } from './import-products.ts'
import type { ImportedKind } from './imported-kind.ts'

type Payload = JobPayloads['apply-import']
type Deps = Omit<ImportDeps, 'erp'>

const CHUNK = 500

export async function applyImport(deps: Deps, payload: Payload, signal: AbortSignal): Promise<void> {
  const scope = { supplierId: asId<SupplierId>(payload.supplierId) }
  const stored = await read(deps.db, scope, (tx) => selectImport(tx, payload.importId))
  if (stored?.state !== 'applying') return
  const applyNext = (limit: number) =>
    stored.kind === 'customers'
      ? applyChunk(deps, payload, { kind: importedCustomers, limit })
      : applyChunk(deps, payload, { kind: importedProducts, limit })
  let goOn = true
  while (goOn && !signal.aborted) {
    try {
      goOn = await applyNext(CHUNK)
    } catch (error) {
      if (!isDataError(error)) throw error
      deps.log.warn({ importId: payload.importId, error: String(error) }, 'rows are applied one by one')
      goOn = await oneByOne(deps, payload, applyNext)
    }
  }
  if (goOn) await transact(deps.db, scope, (tx) => deps.jobs.enqueue(tx, 'apply-import', payload))
}

/** A chunk in which one row cannot be stored, row by row. */
async function oneByOne(
  deps: Deps,
  payload: Payload,
  applyNext: (limit: number) => Promise<boolean>,
): Promise<boolean> {
  for (let count = 0; count < CHUNK; count += 1) {
    try {
      if (!(await applyNext(1))) return false
    } catch (error) {
      if (!isDataError(error)) throw error
      await giveUpNext(deps.db, payload, error)
    }
  }
  return true
}

async function giveUpNext(db: Db, payload: Payload, error: unknown): Promise<void> {
  await transact(db, { supplierId: asId<SupplierId>(payload.supplierId) }, async (tx) => {
    const stored = await lockImport(tx, payload.importId)
    const [row] = await selectRowsToApply(tx, payload.importId, 1)
    if (stored?.state !== 'applying' || !row) return
    const said = error instanceof Error ? error.message : String(error)
    await note(tx, stored, [
      {
        rowNo: row.rowNo,
        outcome: 'failed',
        sentence: `It could not be stored; the database said: ${said}. Correct it in Cin7 and import again.`,
      },
    ])
  })
}

/** False when there is nothing more to apply, or the import was cancelled. */
async function applyChunk<T extends { readonly key: string; readonly name: string }>(
  deps: Deps,
  payload: Payload,
  { kind, limit }: { readonly kind: ImportedKind<T>; readonly limit: number },
): Promise<boolean> {
  return transact(deps.db, { supplierId: asId<SupplierId>(payload.supplierId) }, async (tx) => {
    const stored = await lockImport(tx, payload.importId)
    if (stored?.state !== 'applying') return false
    const rows = await selectRowsToApply(tx, payload.importId, limit)
    const connection = await liveConnection(tx)
    if (connection?.connectionId !== stored.connectionId) {
      await finish(tx, deps, payload, { ...stored, state: 'failed' })
      return false
    }
    if (rows.length === 0) {
      await finish(tx, deps, payload, { ...stored, state: 'done' })
      return false
    }
    const at = deps.clock.now()
    await note(tx, stored, await writeRows(tx, { kind, rows, connection, at }))
    return true
  })
}

async function writeRows<T extends { readonly key: string; readonly name: string }>(
  tx: Tx,
  {
    kind,
    rows,
    connection,
    at,
  }: { kind: ImportedKind<T>; rows: RowToApply[]; connection: LiveConnection; at: Date },
): Promise<RowOutcome[]> {
  const { connectionId } = connection
  const linked = await localIds(
    tx,
    connectionId,
    kind.linkKind,
    rows.map((row) => row.remoteKey),
  )
  const matchIds = rows.flatMap((row) => (row.choice === 'link' ? (row.matchId ?? []) : []))
  const takenBy = await erpKeys(tx, connectionId, kind.linkKind, matchIds)
  const outcomes: RowOutcome[] = []
  const placed = { created: [], updated: [], linked: [] } as Record<
    'created' | 'updated' | 'linked',
    { localId: string; record: T; remoteKey: string; remote: T }[]
  >
  for (const row of rows) {
    const record = row.record as unknown as T
    const already = linked.get(row.remoteKey)
    let outcome: 'created' | 'updated' | 'linked' = already === undefined ? 'created' : 'updated'
    let localId = already ?? newId<string>(at.getTime())
    if (already === undefined && row.choice === 'link' && row.matchId !== null) {
      if (takenBy.has(row.matchId)) {
        outcomes.push({ rowNo: row.rowNo, outcome: 'failed', sentence: linkedMeanwhile })
        continue
      }
      takenBy.set(row.matchId, row.remoteKey)
      outcome = 'linked'
      localId = row.matchId
    }
    placed[outcome].push({ localId, record, remoteKey: row.remoteKey, remote: record })
    outcomes.push({ rowNo: row.rowNo, outcome, sentence: null })
  }
  const context = { connection, at }
  await kind.create(tx, placed.created, context)
  await kind.update(tx, placed.updated, context)
  await kind.link(tx, placed.linked, context)
  await putLinks(
    tx,
    connectionId,
    kind.linkKind,
    [...placed.created, ...placed.updated, ...placed.linked],
    at,
  )
  return outcomes
}

const linkedMeanwhile =
  'What it should be linked to is linked to something else by now. Import again and choose anew.'

async function note(tx: Tx, stored: StoredImport, outcomes: readonly RowOutcome[]): Promise<void> {
  await updateOutcomes(tx, stored.importId, outcomes)
  await updateImport(tx, stored.importId, { rowsApplied: stored.rowsApplied + outcomes.length })
}

async function finish(tx: Tx, deps: Deps, payload: Payload, stored: StoredImport): Promise<void> {
  const at = deps.clock.now()
  const failed = (await countRows(tx, stored.importId)).reduce((sum, tab) => sum + tab.failed, 0)
  const applied = stored.rowsApplied - failed
  await updateImport(tx, stored.importId, {
    state: stored.state,
    endedAt: at,
    sentence:
      stored.state === 'failed'
        ? `The Cin7 account was disconnected or changed meanwhile; ${applied} rows were applied and stay.`
        : `${applied} ${stored.kind} were applied${failed === 0 ? '' : `; ${failed} could not be`}.`,
  })
  await noteFailedRows(tx, stored, { supplierId: asId<SupplierId>(payload.supplierId), failed, at })
  if (stored.kind === 'products')
    await deps.jobs.enqueue(tx, 'fetch-images', { supplierId: payload.supplierId })
  await nudgeDrain(tx, deps, payload.supplierId)
}

/** Errors that the values cause (PostgreSQL's classes 22 and 23): the same again would fail again. */
function isDataError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && (code.startsWith('22') || code.startsWith('23'))
}
