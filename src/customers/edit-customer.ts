/**
 * Changes a customer that nobody else has changed meanwhile. A field that the ERP has too is from then on kept as it is here,
 * until it is set back to what the ERP has.
 */
import type { CustomerView } from '../contract/customers.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { JsonValue } from '../db/json.ts'
import { type Db, transact } from '../db/transact.ts'
import { linkOf } from '../links/link-store.ts'
import { liveConnection } from '../links/live-connection.ts'
import { checkBranch } from './check-branch.ts'
import { type CustomerFields, sameValue, sharedCustomerFields } from './customer-fields.ts'
import { selectCustomer, type StoredCustomer, updateCustomer } from './customer-store.ts'
import { customerNotFound, customerView } from './show-customer.ts'

export async function editCustomer(
  deps: { readonly db: Db; readonly clock: Clock },
  actor: { readonly supplierId: SupplierId },
  input: CustomerFields & { readonly customerId: string; readonly revision: number },
): Promise<CustomerView | Refusal<'branch-unknown' | 'not-found' | 'revision-stale'>> {
  const { customerId, revision, ...fields } = input
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const before = await selectCustomer(tx, customerId)
    if (!before) return customerNotFound()
    const wrong = fields.branchKey === before.branchKey ? undefined : await checkBranch(tx, fields.branchKey)
    if (wrong) return wrong
    const connection = await liveConnection(tx)
    const link = connection && (await linkOf(tx, connection.connectionId, 'customer', customerId))
    const changed = await updateCustomer(tx, {
      customerId,
      revision,
      fields,
      keptFields: keptAfter(before, fields, link?.remote),
      at: deps.clock.now(),
    })
    if (changed === undefined) {
      return refuse(
        'revision-stale',
        'Someone else has changed this customer meanwhile. Look at it as it is now, then change it again.',
        { facts: { revision: before.revision } },
      )
    }
    return customerView(tx, customerId)
  })
}

function keptAfter(
  before: StoredCustomer,
  fields: CustomerFields,
  remote: JsonValue | undefined,
): readonly string[] {
  const kept = new Set(before.keptFields as readonly string[])
  const theirs =
    typeof remote === 'object' && remote !== null ? (remote as Record<string, JsonValue>) : undefined
  for (const field of sharedCustomerFields) {
    if (fields[field] === undefined || sameValue(fields[field], before[field])) continue
    if (theirs && sameValue(fields[field], theirs[field])) kept.delete(field)
    else kept.add(field)
  }
  return [...kept]
}
