/** Sets the branch, or turns sales orders on or off, for many customers at once. */
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import type { Refusal } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import { checkBranch } from './check-branch.ts'
import { updateCustomers } from './customer-store.ts'

export async function editCustomers(
  deps: { readonly db: Db; readonly clock: Clock },
  actor: { readonly supplierId: SupplierId },
  input: {
    readonly customerIds: readonly string[]
    readonly branchKey?: string | null | undefined
    readonly salesOrdersOn?: boolean | undefined
  },
): Promise<{ changed: number } | Refusal<'branch-unknown'>> {
  const { customerIds, branchKey, salesOrdersOn } = input
  if (branchKey === undefined && salesOrdersOn === undefined) return { changed: 0 }
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const wrong = await checkBranch(tx, branchKey)
    if (wrong) return wrong
    const changed = await updateCustomers(tx, customerIds, {
      ...(branchKey === undefined ? {} : { branchKey }),
      ...(salesOrdersOn === undefined ? {} : { salesOrdersOn }),
      at: deps.clock.now(),
    })
    return { changed }
  })
}
