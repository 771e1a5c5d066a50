/** Stops an import. What was applied stays; its jobs notice at their next step. */
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import { lockImport, updateImport } from './import-store.ts'
import { importNotFound } from './import-view.ts'

export async function cancelImport(
  deps: { readonly db: Db; readonly clock: Clock },
  actor: { readonly supplierId: SupplierId; readonly name: string },
  importId: string,
): Promise<{ done: true } | Refusal<'not-found' | 'import-ended'>> {
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const stored = await lockImport(tx, importId)
    if (!stored) return importNotFound()
    if (!['reading', 'ready', 'applying'].includes(stored.state)) {
      return refuse('import-ended', 'This import has ended already, so there is nothing to stop.')
    }
    const applied = stored.rowsApplied > 0 ? ` ${stored.rowsApplied} rows were applied before and stay.` : ''
    await updateImport(tx, importId, {
      state: 'cancelled',
      endedAt: deps.clock.now(),
      sentence: `Cancelled by ${actor.name}.${applied}`,
    })
    return { done: true as const }
  })
}
