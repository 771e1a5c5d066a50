/** The two refusals that every change of an order shares: not possible now, and changed by somebody else meanwhile. */
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Tx } from '../db/transact.ts'
import { type PushRow, findPush } from '../pushes/push-store.ts'
import { type OrderAction, orderCan } from '../rules/order-rules.ts'
import { type OrderRecord, type OrderStand, lockOrder } from './order-store.ts'
import { pushStateOf } from './push-state.ts'

export type GuardRefusal = Refusal<'not-found' | 'not-now' | 'revision-stale'>

/** The order, locked, if the action is possible and the revision is the one that was seen. */
export async function guard(
  tx: Tx,
  on: { supplierId: string; orderId: string; revision?: number; action: OrderAction },
): Promise<{ order: OrderRecord; push: PushRow | undefined; unclear: boolean } | GuardRefusal> {
  const order = await lockOrder(tx, on)
  const push = order && (await findPush(tx, { ...on, lock: true }))
  return verdictOn(order, push, on)
}

/** The same for an order and its push that the caller has locked already. */
export function verdictOn<Order extends OrderStand>(
  order: Order | undefined,
  push: PushRow | undefined,
  on: { readonly revision?: number; readonly action: OrderAction },
): { order: Order; push: PushRow | undefined; unclear: boolean } | GuardRefusal {
  if (!order) return refuse('not-found', 'This order does not exist.')
  if (on.revision !== undefined && order.revision !== on.revision) return stale(order)
  const unclear = push?.unclear ?? false
  const pushState = pushStateOf(order, push)
  const verdict = orderCan(on.action, {
    status: order.status,
    pushState,
    lineCount: order.lineCount,
    unclear,
  })
  if (!verdict.allowed) return refuse('not-now', verdict.why, { facts: { status: order.status, pushState } })
  return { order, push, unclear }
}

/** Somebody else changed the order since it was loaded. */
export function stale(order: Pick<OrderRecord, 'number' | 'revision'>): Refusal<'revision-stale'> {
  return refuse(
    'revision-stale',
    `Order ${order.number} was changed by somebody else since it was loaded. Load it again to see their changes, then make yours.`,
    { facts: { currentRevision: order.revision } },
  )
}
