/** Enqueues the job of every import that has work to do, for the sweep: a job that was lost must not leave an import hanging. */
import type { SupplierId } from '../core/ids.ts'
import { type Db, transact } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { selectWorkingImports } from './import-store.ts'

/** Returns how many imports have work to do. */
export async function nudgeImports(
  deps: { readonly db: Db; readonly jobs: JobQueue },
  supplierId: SupplierId,
): Promise<number> {
  return transact(deps.db, { supplierId }, async (tx) => {
    const working = await selectWorkingImports(tx)
    for (const { importId, state } of working) {
      await deps.jobs.enqueue(tx, state === 'reading' ? 'read-import' : 'apply-import', { supplierId, importId })
    }
    return working.length
  })
}
