/** One customer as its page shows it. */
import type { AddressView } from '../contract/fields.ts'
import type { CustomerView } from '../contract/customers.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { JsonValue } from '../db/json.ts'
import { type Db, read, type Tx } from '../db/transact.ts'
import { linkOf } from '../links/link-store.ts'
import { liveConnection } from '../links/live-connection.ts'
import { orderLabel } from '../rules/order-label.ts'
import { selectCustomer, selectRecentOrders } from './customer-store.ts'

export async function showCustomer(
  deps: { readonly db: Db },
  actor: { readonly supplierId: SupplierId },
  customerId: string,
): Promise<CustomerView | Refusal<'not-found'>> {
  return read(deps.db, { supplierId: actor.supplierId }, (tx) => customerView(tx, customerId))
}

/** The same inside the transaction of a verb. */
export async function customerView(tx: Tx, customerId: string): Promise<CustomerView | Refusal<'not-found'>> {
  const customer = await selectCustomer(tx, customerId)
  if (!customer) return customerNotFound()
  const connection = await liveConnection(tx)
  const link = connection && (await linkOf(tx, connection.connectionId, 'customer', customerId))
  const orders = await selectRecentOrders(tx, customerId)
  const { keptFields: _, ...row } = customer
  return {
    ...row,
    linked: link !== undefined,
    deliveryAddress: row.deliveryAddress as AddressView,
    billingAddress: row.billingAddress as AddressView,
    customFields: row.customFields as Record<string, string>,
    link: link
      ? {
          remoteKey: link.remoteKey,
          name: nameIn(link.remote) ?? link.remoteKey,
          seenAt: link.seenAt.toISOString(),
        }
      : null,
    recentOrders: orders.map(({ status, pushState, voidedInErp, at, ...order }) => ({
      ...order,
      ...orderLabel({ status, pushState, voidedInErp }),
      at: at.toISOString(),
    })),
  }
}

export function customerNotFound(): Refusal<'not-found'> {
  return refuse('not-found', 'There is no such customer. It may belong to another supplier.')
}

/** The name that the ERP's record carries. */
function nameIn(remote: JsonValue): string | undefined {
  const name = typeof remote === 'object' && remote !== null && 'name' in remote ? remote.name : undefined
  return typeof name === 'string' && name !== '' ? name : undefined
}
