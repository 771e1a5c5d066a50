/** Says which rows of a read import are to be applied, linked to their proposed match, or left out. */
import type { ImportTab, ImportView } from '../contract/imports.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import { type RowChoice, updateChoices } from './import-row-store.ts'
import { lockImport } from './import-store.ts'
import { importNotFound, importView } from './import-view.ts'

export async function chooseRows(
  deps: { readonly db: Db; readonly clock: Clock },
  actor: { readonly supplierId: SupplierId },
  input: {
    readonly importId: string
    readonly choice: RowChoice
    /** Either these rows, or all of a tab that match the search. */
    readonly rowNos?: readonly number[] | undefined
    readonly tab?: ImportTab | undefined
    readonly search?: string | undefined
  },
): Promise<ImportView | Refusal<'not-found' | 'import-not-ready'>> {
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const stored = await lockImport(tx, input.importId)
    if (!stored) return importNotFound()
    if (stored.state !== 'ready') return notReady(stored.state)
    await updateChoices(tx, input.importId, input)
    return importView(tx, stored, deps.clock.now())
  })
}

export function notReady(state: string): Refusal<'import-not-ready'> {
  const sentences: Record<string, string> = {
    reading: 'Cin7 is still being read. Choose when that is complete.',
    applying: 'What was chosen is being applied already.',
  }
  return refuse(
    'import-not-ready',
    sentences[state] ?? 'This import has ended. Start another one to choose again.',
    { facts: { state } },
  )
}
