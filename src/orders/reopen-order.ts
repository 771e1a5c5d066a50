/** Takes an approved order that could not be made in the ERP, and surely is not there, back to review. Its reference stays. */
import { closeEntriesOf } from '../inbox/inbox-store.ts'
import { changePush } from '../pushes/push-store.ts'
import { decideOrder } from './decide-order.ts'
import type { OrderContext, Person } from './order-context.ts'

export async function reopenOrder(
  context: OrderContext,
  who: Person,
  input: { orderId: string; revision: number },
) {
  return decideOrder(context, who, {
    ...input,
    action: 'reopen',
    event: 'reopened',
    set: () => ({ status: 'placed', pushState: 'none', approvedAt: null }),
    sentence: () => 'Taken back to review to be changed',
    async also(tx, order, now) {
      const { supplierId } = who
      await changePush(tx, {
        supplierId,
        orderId: order.orderId,
        from: ['parked'],
        set: { state: 'cancelled', absent: 0 },
        now,
      })
      await closeEntriesOf(
        tx,
        { supplierId, kind: 'push', id: order.orderId },
        { by: who.name, reason: 'The order went back to review', at: now },
      )
    },
  })
}
