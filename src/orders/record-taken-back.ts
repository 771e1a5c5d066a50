/**
 * What was dispatched in the ERP and is not any more. Quantities follow the ERP, but whether the goods have left is not for
 * Purvey to guess: a person is told, until that is found out or the goods are dispatched again.
 */
import { type SupplierId, asId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import { closeEntriesOf, openEntry } from '../inbox/inbox-store.ts'
import type { PushRow } from '../pushes/push-store.ts'
import { type Change, addEvent, cin7 } from './order-events.ts'
import type { OrderRecord } from './order-store.ts'
import type { SeenSalesOrder } from './seen-sales-order.ts'

const CAUSE = 'undispatched-in-erp'

interface TakenBack {
  readonly order: OrderRecord
  readonly seen: SeenSalesOrder
  readonly now: Date
}

/** The whole dispatch. Goods may be under way, so the order stays shipped until a person has found out. */
export async function recordTakenBack(
  tx: Tx,
  { push, ...it }: TakenBack & { readonly push: PushRow },
): Promise<void> {
  const before = push.remote as { dispatchedAt?: string | null } | null
  if (!before?.dispatchedAt) return
  const sentence = `The dispatch of sales order ${it.seen.reference} was taken back in Cin7`
  await tellTakenBack(tx, it, {
    sentence,
    changes: [],
    whatToDo:
      'Here the order stays shipped. Find out whether the goods have left, tell the customer if they have not, and mark this as handled.',
  })
}

/** Some of a part dispatch, or, when nothing is left, all of it. */
export async function recordPartTakenBack(
  tx: Tx,
  it: TakenBack & { readonly left: boolean; readonly changes: Change[] },
): Promise<void> {
  const name = `sales order ${it.seen.reference}`
  await tellTakenBack(tx, it, {
    sentence: it.left
      ? `Less of ${name} is dispatched in Cin7 than before`
      : `The part dispatch of ${name} was taken back in Cin7: nothing of it is dispatched there now`,
    changes: it.changes,
    whatToDo:
      'Find out whether the goods have left, tell the customer if they have not, and mark this as handled.',
  })
}

async function tellTakenBack(
  tx: Tx,
  { order, now }: TakenBack,
  told: { readonly sentence: string; readonly whatToDo: string; readonly changes: Change[] },
): Promise<void> {
  const { supplierId, orderId } = order
  const { sentence, changes } = told
  await addEvent(tx, { supplierId, orderId, at: now, kind: 'changed-in-erp', actor: cin7, sentence, changes })
  await openEntry(tx, {
    supplierId: asId(supplierId),
    subjectKind: 'push',
    subjectId: orderId,
    cause: CAUSE,
    sentence: `${sentence}. ${told.whatToDo}`,
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    at: now,
  })
}

/** Whether a shipped order was not dispatched when it was last seen. */
export function wasTakenBack(push: PushRow): boolean {
  const before = push.remote as { dispatchedAt?: string | null } | null
  return before !== null && !before.dispatchedAt
}

/** The goods are dispatched again, so there is nothing left to find out. */
export async function closeTakenBack(
  tx: Tx,
  { order, now }: { readonly order: OrderRecord; readonly now: Date },
): Promise<void> {
  await closeEntriesOf(
    tx,
    { supplierId: asId<SupplierId>(order.supplierId), kind: 'push', id: order.orderId, causes: [CAUSE] },
    { by: 'Purvey', reason: 'It was dispatched again in Cin7', at: now },
  )
}
