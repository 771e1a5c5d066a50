/** Cancels an order. A push that has not been sent is called off; one that the ERP has must be voided there by a person. */
import { LINKED_ELSEWHERE, UNCLEAR_ELSEWHERE, closeEntriesOf, openEntry } from '../inbox/inbox-store.ts'
import { type PushRow, changePush } from '../pushes/push-store.ts'
import { decideOrder } from './decide-order.ts'
import type { OrderContext, Person } from './order-context.ts'
import type { OrderRecord } from './order-store.ts'

export async function cancelOrder(
  context: OrderContext,
  who: Person,
  input: { orderId: string; revision: number; reason: string },
) {
  return decideOrder(context, who, {
    ...input,
    action: 'cancel',
    event: 'cancelled',
    set: (order) => ({
      status: 'cancelled',
      closedReason: input.reason,
      ...(order.pushState === 'waiting' || order.pushState === 'parked'
        ? { pushState: 'none' as const }
        : {}),
    }),
    sentence: (order, push) => `Cancelled: ${input.reason}.${dutyOf(order, push)?.briefly ?? ''}`,
    async also(tx, order, now, push) {
      const { supplierId } = who
      await changePush(tx, {
        supplierId,
        orderId: order.orderId,
        from: ['waiting', 'parked'],
        set: { state: 'cancelled', verifyAt: null },
        now,
      })
      await closeEntriesOf(
        tx,
        { supplierId, kind: 'push', id: order.orderId },
        { by: who.name, reason: 'The order was cancelled', at: now },
      )
      const duty = dutyOf(order, push)
      if (!duty) return
      const { cause, sentence } = duty
      await openEntry(tx, {
        supplierId,
        subjectKind: 'push',
        subjectId: order.orderId,
        cause,
        sentence,
        fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
        at: now,
      })
    },
  })
}

/** As it was last seen there. */
function isVoid(push: PushRow | undefined): boolean {
  return (push?.remote as { status?: string } | null | undefined)?.status === 'void'
}

/** What is left to do in the ERP, for a person, who must not have to think of it: for the inbox, and briefly for the timeline. */
function dutyOf(
  order: OrderRecord,
  push: PushRow | undefined,
): { cause: string; sentence: string; briefly: string } | undefined {
  if (order.pushState === 'in-erp' && !isVoid(push))
    return {
      cause: 'to-void-in-erp',
      sentence: `Order ${order.number} was cancelled, but Cin7 still has its sales order. Void it in Cin7; this closes by itself then.`,
      briefly: ` Cin7 has its sales order ${order.number}: void it there.`,
    }
  return mayBeThere(push)
    ? {
        cause: 'to-look-for-in-erp',
        sentence: `Order ${order.number} was cancelled, and Cin7 did not say whether it had made its sales order. Look for ${order.number} in Cin7 and void it if it is this order's; then mark this as handled.`,
        briefly: ` If Cin7 shows a sales order ${order.number} of this order, void it there.`,
      }
    : undefined
}

/** An order that is cancelled because another order or another account has its sales order leaves nothing to void. */
function mayBeThere(push: PushRow | undefined): boolean {
  const keptElsewhere = [UNCLEAR_ELSEWHERE, LINKED_ELSEWHERE].includes(push?.problemCode ?? '')
  return push?.unclear === true && !keptElsewhere
}
