/** A draft becomes an order in review. */
import { formatMoney } from '../core/money.ts'
import { decideOrder } from './decide-order.ts'
import type { OrderContext, Person } from './order-context.ts'

export async function placeOrder(
  context: OrderContext,
  who: Person,
  input: { orderId: string; revision: number },
) {
  return decideOrder(context, who, {
    ...input,
    action: 'place',
    event: 'placed',
    set: (_order, now) => ({ status: 'placed', placedAt: now }),
    sentence: (order) => `Order ${order.number} placed, total ${formatMoney(order.total, order.currency)}`,
  })
}
