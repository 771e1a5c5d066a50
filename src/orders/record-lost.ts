/**
 * Records that the ERP does not have the sales order that it said to have made. No order may be without one and none may have
 * two, so it is looked for by its reference first, and made again only when a person says so.
 */
import type { Tx } from '../db/transact.ts'
import { type PushRow, changePush, findPush } from '../pushes/push-store.ts'
import { addEvent, purvey } from './order-events.ts'
import { changePlumbing, lockOrder } from './order-store.ts'

/** What the push is called that waits to be looked for. */
export const LOST = 'lost'

/** Lets the push wait to be looked for. False where that is of no use: the order is past it, or somebody was faster. */
export async function recordLost(
  tx: Tx,
  lost: { readonly push: PushRow; readonly now: Date },
): Promise<boolean> {
  const { now } = lost
  const { supplierId, orderId } = lost.push
  const order = await lockOrder(tx, { supplierId, orderId })
  const push = await findPush(tx, { supplierId, orderId, lock: true })
  const isLost =
    order?.status === 'approved' &&
    push?.state === 'in-erp' &&
    push.remoteSeenAt === null &&
    push.remoteKey === lost.push.remoteKey
  if (!isLost) return false
  const sentence = `Cin7 said that it has sales order ${push.reference} under its id ${push.remoteKey ?? ''}, but shows none of that id. Purvey looks for it by its reference.`
  await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: {
      state: 'waiting',
      unclear: true,
      remoteKey: null,
      remoteReference: null,
      how: null,
      acceptedAt: null,
      verifyAt: null,
      nextAttemptAt: now,
      problemCode: LOST,
      problemSentence: sentence,
      problemSaid: null,
    },
    now,
  })
  await changePlumbing(tx, { supplierId, orderId, set: { pushState: 'waiting' }, now })
  await addEvent(tx, { supplierId, orderId, at: now, kind: 'sales-order-unclear', actor: purvey, sentence })
  return true
}
