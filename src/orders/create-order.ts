/** Keys an order for a customer: a draft, or placed at once. */
import type { BodyOf } from '../contract/endpoint.ts'
import type { OrderView } from '../contract/order-views.ts'
import type { createOrder as endpoint } from '../contract/orders.ts'
import { productsForOrder } from '../catalogue/orderable-products.ts'
import { newId } from '../core/ids.ts'
import { formatMoney } from '../core/money.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { customerForOrder } from '../customers/find-customer.ts'
import { json } from '../db/json.ts'
import { transact } from '../db/transact.ts'
import { liveConnection } from '../links/live-connection.ts'
import type { OrderContext, Person } from './order-context.ts'
import { addEvent, person } from './order-events.ts'
import { buildLines, totalLines } from './order-lines.ts'
import { insertLines, insertOrder, takeOrderNumber } from './order-store.ts'
import { viewOrder } from './show-order.ts'

export type NewOrder = BodyOf<typeof endpoint>

/** The order as it is then, made in the same transaction. The number is taken here and never changes. */
export async function createOrder(
  context: OrderContext,
  who: Person,
  input: NewOrder,
  source: 'staff' | 'api' = 'staff',
): Promise<
  | OrderView
  | Refusal<
      | 'customer-unknown'
      | 'customer-inactive'
      | 'product-unknown'
      | 'product-not-orderable'
      | 'order-empty'
      | 'line-unknown'
      | 'invalid-request'
    >
> {
  if (input.place && input.lines.length === 0) {
    return refuse('order-empty', 'An order needs at least one line. Add a product, or save it as a draft.')
  }
  const { supplierId } = who
  return transact(context.db, { supplierId }, async (tx) => {
    const now = context.clock.now()
    const customer = await customerForOrder(tx, input.customerId)
    if (!customer) return refuse('customer-unknown', 'This customer does not exist. Choose another one.')
    if (!customer.isActive) {
      return refuse(
        'customer-inactive',
        `${customer.name} is not active. Make the customer active first, or choose another one.`,
      )
    }
    const connection = await liveConnection(tx)
    const products = await productsForOrder(
      tx,
      input.lines.map((line) => line.productId),
      { connection },
    )
    const orderId = newId(now.getTime())
    const built = buildLines({
      supplierId,
      orderId,
      inputs: input.lines,
      products,
      present: [],
      by: who.name,
    })
    if ('refused' in built) return built
    const freight = input.freight ?? '0'
    const { number, ...supplier } = await takeOrderNumber(tx, supplierId)
    const totalled = totalLines(built, { ...supplier, freight })
    if ('refused' in totalled) return totalled
    const { lines, totals } = totalled
    const order = await insertOrder(tx, {
      supplierId,
      orderId,
      number,
      status: input.place ? 'placed' : 'draft',
      source,
      customerId: customer.customerId,
      poNumber: input.poNumber || null,
      deliveryOn: input.deliveryOn ?? null,
      buyerNote: input.buyerNote ?? '',
      internalNote: input.internalNote ?? '',
      currency: supplier.currency,
      taxTreatment: supplier.taxTreatment,
      taxRate: supplier.taxRate,
      taxRounding: supplier.taxRounding,
      freight: totals.freight,
      freightDescription: input.freightDescription ?? supplier.freightDescription,
      productTotal: totals.productTotal,
      tax: totals.tax,
      total: totals.total,
      lineCount: lines.length,
      deliveryAddress: json(input.deliveryAddress ?? customer.deliveryAddress),
      billingAddress: json(input.billingAddress ?? customer.billingAddress),
      createdBy: who.name,
      placedAt: input.place ? now : null,
      createdAt: now,
      updatedAt: now,
    })
    const stored = await insertLines(tx, lines)
    await addEvent(tx, {
      supplierId,
      orderId,
      at: now,
      kind: input.place ? 'placed' : 'created',
      actor: person(who),
      sentence: input.place
        ? `Order ${number} keyed for ${customer.name}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}, total ${formatMoney(totals.total, supplier.currency)}`
        : `Draft ${number} started for ${customer.name}`,
    })
    const prices = new Map([...products.values()].map((one) => [one.productId, one.basePrice]))
    return viewOrder(tx, { order, customer, lines: stored, push: undefined, connection, prices })
  })
}
