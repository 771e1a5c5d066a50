/** Enqueues the job of every import that has work to do, for the sweep: a job that was lost must not leave an import hanging. */
import type { SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { selectWorkingImports } from './import-store.ts'

export async function nudgeImports(
  tx: Tx,
  deps: { readonly jobs: JobQueue },
  supplierId: SupplierId,
): Promise<void> {
  for (const { importId, state } of await selectWorkingImports(tx)) {
    await deps.jobs.enqueue(tx, state === 'reading' ? 'read-import' : 'apply-import', {
      supplierId,
      importId,
    })
  }
}
