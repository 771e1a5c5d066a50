/** Links a customer to a contact that was found in the ERP, and takes links away. Values of the customer stay as they are. */
import type { CustomerView } from '../contract/customers.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { localIds, putLink, removeLink } from '../links/link-store.ts'
import { liveConnection } from '../links/live-connection.ts'
import { nudgeDrain } from '../links/nudge-drain.ts'
import { selectNames, touchCustomer } from './customer-store.ts'
import { customerNotFound, customerView } from './show-customer.ts'

type Deps = { readonly db: Db; readonly clock: Clock; readonly jobs: JobQueue }
type Who = { readonly supplierId: SupplierId }

export async function linkCustomer(
  deps: Deps,
  actor: Who,
  input: {
    readonly customerId: string
    /** The connection on which the contact was just read. */
    readonly connectionId: string
    /** The contact as the ERP has it now. */
    readonly remote: { readonly key: string; readonly name: string }
  },
): Promise<CustomerView | Refusal<'not-found' | 'remote-linked-elsewhere'>> {
  const { customerId, connectionId, remote } = input
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const at = deps.clock.now()
    if (!(await touchCustomer(tx, customerId, at))) return customerNotFound()
    const taken = (await localIds(tx, connectionId, 'customer', [remote.key])).get(remote.key)
    if (taken !== undefined && taken !== customerId) {
      const name = (await selectNames(tx, [taken])).get(taken) ?? 'another customer'
      return refuse(
        'remote-linked-elsewhere',
        `The contact ${remote.name} is already linked to ${name}. Remove that link first, or choose another contact.`,
        { facts: { customerId: taken } },
      )
    }
    await putLink(tx, {
      connectionId,
      kind: 'customer',
      remoteKey: remote.key,
      localId: customerId,
      remote,
      seenAt: at,
    })
    // Orders that were stuck for want of this link go on by themselves.
    await nudgeDrain(tx, deps, actor.supplierId)
    return customerView(tx, customerId)
  })
}

export async function unlinkCustomer(
  deps: Deps,
  actor: Who,
  customerId: string,
): Promise<{ done: true } | Refusal<'not-found' | 'not-linked'>> {
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    if (!(await touchCustomer(tx, customerId, deps.clock.now()))) return customerNotFound()
    const connection = await liveConnection(tx)
    if (connection && (await removeLink(tx, connection.connectionId, 'customer', customerId))) {
      return { done: true as const }
    }
    return refuse('not-linked', 'This customer is not linked to a contact, so there is nothing to remove.')
  })
}
