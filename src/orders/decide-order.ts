/**
 * The shared frame of a decision on an order (place, reject, cancel, reopen, ship by hand): guard, change, tell the timeline,
 * in one transaction.
 */
import type { Updateable } from 'kysely'
import type { OrdersTable } from '../db/tables.ts'
import { type Tx, transact } from '../db/transact.ts'
import type { PushRow } from '../pushes/push-store.ts'
import type { OrderAction } from '../rules/order-rules.ts'
import { type GuardRefusal, guard, stale } from './change-guard.ts'
import type { OrderContext, Person } from './order-context.ts'
import { type EventKind, addEvent, person } from './order-events.ts'
import { type OrderRecord, changeOrder } from './order-store.ts'

export interface Decision {
  readonly orderId: string
  readonly revision: number
  readonly action: OrderAction
  readonly event: EventKind
  /** What the row becomes. */
  readonly set: (order: OrderRecord, now: Date) => Updateable<OrdersTable>
  readonly sentence: (order: OrderRecord, push: PushRow | undefined) => string
  /** What else must change in the same transaction. */
  readonly also?: (tx: Tx, order: OrderRecord, now: Date, push: PushRow | undefined) => Promise<void>
}

export async function decideOrder(
  context: OrderContext,
  who: Person,
  decision: Decision,
): Promise<{ orderId: string } | GuardRefusal> {
  const { supplierId } = who
  return transact(context.db, { supplierId }, async (tx) => {
    const now = context.clock.now()
    const guarded = await guard(tx, { supplierId, ...decision })
    if ('refused' in guarded) return guarded
    const { order, push } = guarded
    const changed = await changeOrder(tx, {
      supplierId,
      orderId: order.orderId,
      from: [order.status],
      revision: decision.revision,
      set: decision.set(order, now),
      now,
    })
    if (!changed) return stale(order)
    await decision.also?.(tx, order, now, push)
    await addEvent(tx, {
      supplierId,
      orderId: order.orderId,
      at: now,
      kind: decision.event,
      actor: person(who),
      sentence: decision.sentence(order, push),
    })
    return { orderId: order.orderId }
  })
}
