/** Begins applying what was chosen, in the background. */
import type { ImportView } from '../contract/imports.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { notReady } from './choose-rows.ts'
import { lockImport, selectImport, updateImport } from './import-store.ts'
import { importNotFound, importView } from './import-view.ts'

export async function beginApplying(
  deps: { readonly db: Db; readonly clock: Clock; readonly jobs: JobQueue },
  actor: { readonly supplierId: SupplierId },
  importId: string,
): Promise<ImportView | Refusal<'not-found' | 'import-not-ready' | 'nothing-chosen'>> {
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const at = deps.clock.now()
    const before = await lockImport(tx, importId)
    if (!before) return importNotFound()
    if (before.state !== 'ready') return notReady(before.state)
    const { counts } = await importView(tx, before, at)
    if (counts.chosen === 0) {
      return refuse('nothing-chosen', 'No rows are chosen. Choose some, or all of a tab, then apply.')
    }
    await updateImport(tx, importId, {
      state: 'applying',
      rowsToApply: counts.chosen,
      applyStartedAt: at,
      sentence: null,
    })
    await deps.jobs.enqueue(tx, 'apply-import', { supplierId: actor.supplierId, importId })
    const stored = await selectImport(tx, importId)
    return stored ? importView(tx, stored, at) : importNotFound()
  })
}
