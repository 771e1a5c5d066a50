/** One customer as an order needs it: to whom it goes, and what stands in its way. */
import type { AddressView } from '../contract/fields.ts'
import { anyId } from '../db/any-of.ts'
import type { Tx } from '../db/transact.ts'

export interface OrderingCustomer {
  readonly customerId: string
  readonly name: string
  readonly accountNumber: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly group: string | null
  readonly paymentTerms: string | null
  readonly onHold: boolean
  readonly isActive: boolean
  readonly branchKey: string | null
  /** False: approving an order does not make a sales order in the ERP. */
  readonly salesOrdersOn: boolean
  readonly deliveryAddress: AddressView
  readonly billingAddress: AddressView
  readonly customFields: Readonly<Record<string, string>>
}

export async function customerForOrder(tx: Tx, customerId: string): Promise<OrderingCustomer | undefined> {
  return (await customersForOrders(tx, [customerId])).get(customerId)
}

/** As `customerForOrder`, for many at once. */
export async function customersForOrders(
  tx: Tx,
  customerIds: readonly string[],
): Promise<Map<string, OrderingCustomer>> {
  if (customerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('customers')
    .select([
      'customerId',
      'name',
      'accountNumber',
      'firstName',
      'lastName',
      'email',
      'phone',
      'customerGroup as group',
      'paymentTerms',
      'onHold',
      'isActive',
      'branchKey',
      'salesOrdersOn',
      'deliveryAddress',
      'billingAddress',
      'customFields',
    ])
    .where('customerId', '=', anyId(customerIds))
    .execute()
  return new Map(
    rows.map((row) => [
      row.customerId,
      {
        ...row,
        deliveryAddress: row.deliveryAddress as AddressView,
        billingAddress: row.billingAddress as AddressView,
        customFields: row.customFields as Record<string, string>,
      },
    ]),
  )
}
