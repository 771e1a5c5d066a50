/** An order in review is turned down, with a reason that the buyer sees. */
import { decideOrder } from './decide-order.ts'
import type { OrderContext, Person } from './order-context.ts'

export async function rejectOrder(
  context: OrderContext,
  who: Person,
  input: { orderId: string; revision: number; reason: string },
) {
  return decideOrder(context, who, {
    ...input,
    action: 'reject',
    event: 'rejected',
    set: () => ({ status: 'rejected', closedReason: input.reason }),
    sentence: () => `Rejected: ${input.reason}`,
  })
}
