/** Makes a customer by hand. It is not linked to the ERP until someone links it. */
import type { CustomerView } from '../contract/customers.ts'
import type { Clock } from '../core/clock.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import type { Refusal } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import { checkBranch } from './check-branch.ts'
import type { CustomerFields } from './customer-fields.ts'
import { insertCustomer } from './customer-store.ts'
import { customerView } from './show-customer.ts'

export async function createCustomer(
  deps: { readonly db: Db; readonly clock: Clock },
  actor: { readonly supplierId: SupplierId },
  input: CustomerFields & { readonly name: string },
): Promise<CustomerView | Refusal<'branch-unknown' | 'not-found'>> {
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const wrong = await checkBranch(tx, input.branchKey)
    if (wrong) return wrong
    const customerId = newId(deps.clock.now().getTime())
    await insertCustomer(tx, { ...input, customerId })
    return customerView(tx, customerId)
  })
}
