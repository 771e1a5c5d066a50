/** Starts reading customers or products from the ERP in the background. One import of a kind is under way at a time. */
import type { ImportView } from '../contract/imports.ts'
import type { Clock } from '../core/clock.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact, type Tx } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { liveConnection } from '../links/live-connection.ts'
import {
  deleteOldImports,
  type ImportKind,
  insertImport,
  lockLiveImport,
  selectImport,
  selectRowsLastTime,
  updateImport,
} from './import-store.ts'
import { importNotFound, importView } from './import-view.ts'

type Deps = { readonly db: Db; readonly clock: Clock; readonly jobs: JobQueue }
export type StartRefused = Refusal<'not-connected' | 'import-running' | 'not-found'>

/** Ended imports of a kind that stay to be looked at. */
const KEPT = 5

export async function startImport(
  deps: Deps,
  actor: { readonly supplierId: SupplierId; readonly name: string },
  input: { readonly kind: ImportKind },
): Promise<ImportView | StartRefused> {
  return transact(deps.db, { supplierId: actor.supplierId }, (tx) =>
    beginImport(tx, deps, {
      ...input,
      purpose: 'import',
      startedBy: actor.name,
      supplierId: actor.supplierId,
    }),
  )
}

/** The same inside a transaction, for a person or for the night. A look at night gives way to a person, never the other way round. */
export async function beginImport(
  tx: Tx,
  deps: Omit<Deps, 'db'>,
  input: {
    readonly supplierId: SupplierId
    readonly kind: ImportKind
    readonly purpose: 'import' | 'refresh'
    readonly startedBy: string
  },
): Promise<ImportView | StartRefused> {
  const { kind, purpose } = input
  const at = deps.clock.now()
  const connection = await liveConnection(tx)
  if (!connection || connection.state !== 'connected') {
    return refuse(
      'not-connected',
      connection
        ? `The connection to Cin7 needs attention first. ${connection.stateSentence ?? ''}`.trim()
        : 'Cin7 is not connected. Connect it under Settings › Integrations, then import.',
    )
  }
  const running = await lockLiveImport(tx, kind)
  if (running) {
    if (running.purpose !== 'refresh' || running.state === 'applying')
      return alreadyRunning(kind, running.importId)
    await updateImport(tx, running.importId, {
      state: 'cancelled',
      endedAt: at,
      sentence: 'A newer one took its place.',
    })
  }
  const importId = newId(at.getTime())
  const inserted = await insertImport(tx, {
    importId,
    connectionId: connection.connectionId,
    kind,
    purpose,
    rowsExpected: await selectRowsLastTime(tx, { kind, connectionId: connection.connectionId }),
    startedBy: input.startedBy,
    startedAt: at,
  })
  if (!inserted) return alreadyRunning(kind, null)
  await deleteOldImports(tx, kind, KEPT)
  await deps.jobs.enqueue(tx, 'read-import', { supplierId: input.supplierId, importId })
  const stored = await selectImport(tx, importId)
  return stored ? importView(tx, stored, at) : importNotFound()
}

function alreadyRunning(kind: ImportKind, importId: string | null): Refusal<'import-running'> {
  return refuse(
    'import-running',
    `An import of ${kind} is under way. Finish or cancel it, then start another.`,
    importId === null ? {} : { facts: { importId } },
  )
}
