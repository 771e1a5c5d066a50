/** Marks an order shipped by hand, where no sales order is made for its customer. */
import { sql } from 'kysely'
import { decideOrder } from './decide-order.ts'
import type { OrderContext, Person } from './order-context.ts'

export async function markShipped(
  context: OrderContext,
  who: Person,
  input: {
    orderId: string
    revision: number
    carrier?: string | undefined
    trackingCode?: string | undefined
  },
) {
  const { carrier, trackingCode } = input
  return decideOrder(context, who, {
    ...input,
    action: 'markShipped',
    event: 'shipped',
    set: (_order, now) => ({
      status: 'shipped',
      shippedAt: now,
      carrier: carrier || null,
      trackingCode: trackingCode || null,
    }),
    sentence: () => ['Marked shipped by hand', carrier, trackingCode].filter(Boolean).join(', '),
    async also(tx, order) {
      await tx
        .updateTable('orderLines')
        .set({ quantityShipped: sql`quantity` })
        .where('supplierId', '=', who.supplierId)
        .where('orderId', '=', order.orderId)
        .execute()
    },
  })
}
