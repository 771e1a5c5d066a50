/**
 * Approves the revision that was reviewed. In ONE transaction: the order is locked and changed, the push is written with its
 * reference fixed, the timeline is told, and the drain of the connection is nudged. Nothing is sent from here.
 */
import { isRefusal } from '../core/refusal.ts'
import { customersForOrders } from '../customers/find-customer.ts'
import { type Tx, transact } from '../db/transact.ts'
import { liveConnection } from '../links/live-connection.ts'
import { insertPushes, lockPushes } from '../pushes/push-store.ts'
import { type GuardRefusal, verdictOn } from './change-guard.ts'
import type { OrderContext, Person } from './order-context.ts'
import { addEvents, person } from './order-events.ts'
import { type OrderStand, changeLocked, lockStands } from './order-store.ts'

interface Reviewed {
  readonly orderId: string
  readonly revision: number
}

export async function approveOrder(
  context: OrderContext,
  who: Person,
  reviewed: Reviewed,
): Promise<{ orderId: string } | GuardRefusal> {
  return transact(context.db, who, async (tx) => {
    const [refused] = await approveIn(context, tx, who, [reviewed])
    return refused?.refusal ?? { orderId: reviewed.orderId }
  })
}

interface Refused {
  readonly orderId: string
  /** Empty when there is no such order. */
  readonly number: string
  readonly refusal: GuardRefusal
}

/** Approves those that can be, whatever becomes of the others. Returns the refusals, which have changed nothing. */
async function approveIn(
  context: OrderContext,
  tx: Tx,
  who: Person,
  reviewed: readonly Reviewed[],
): Promise<Refused[]> {
  const { supplierId } = who
  const orderIds = reviewed.map(({ orderId }) => orderId)
  const stands = await lockStands(tx, { supplierId, orderIds })
  const orders = byOrder(stands)
  // Of the others the order alone says no, and their pushes may be in a worker's hands.
  const inReview = stands.filter(({ status }) => status === 'placed').map(({ orderId }) => orderId)
  const pushes = byOrder(await lockPushes(tx, { supplierId, orderIds: inReview }))
  const refused: Refused[] = []
  const approved: OrderStand[] = []
  for (const { orderId, revision } of reviewed) {
    const order = orders.get(orderId)
    const verdict = verdictOn(order, pushes.get(orderId), { revision, action: 'approve' })
    if (isRefusal(verdict)) refused.push({ orderId, number: order?.number ?? '', refusal: verdict })
    else approved.push(verdict.order)
  }
  const customers = await customersForOrders(tx, [...new Set(approved.map(({ customerId }) => customerId))])
  const isPushed = ({ customerId }: OrderStand): boolean => customers.get(customerId)?.salesOrdersOn ?? true
  const pushed = approved.filter(isPushed)
  const now = context.clock.now()
  // The intent to push, unless sales orders are off for the customer.
  await insertPushes(tx, { supplierId, orders: pushed, at: now })
  for (const pushState of ['waiting', 'not-needed'] as const) {
    const some = approved.filter((order) => isPushed(order) === (pushState === 'waiting'))
    await changeLocked(tx, {
      supplierId,
      orderIds: some.map(({ orderId }) => orderId),
      set: { status: 'approved', approvedAt: now, pushState },
      now,
    })
  }
  await addEvents(
    tx,
    approved.map((order) => ({
      supplierId,
      orderId: order.orderId,
      at: now,
      kind: 'approved',
      actor: person(who),
      sentence: isPushed(order)
        ? `Approved; sales order ${order.number} will be made in Cin7`
        : 'Approved; sales orders are off for this customer, so none is made in Cin7',
    })),
  )
  if (pushed.length > 0) await nudge(context, tx, who)
  return refused
}

function byOrder<T extends { readonly orderId: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.orderId, row]))
}

async function nudge({ jobs }: OrderContext, tx: Tx, { supplierId }: Person): Promise<void> {
  const connection = await liveConnection(tx)
  if (!connection) return
  const { connectionId } = connection
  await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId })
}

export interface ApprovalReport {
  readonly approved: number
  readonly refused: { orderId: string; number: string; code: string; sentence: string }[]
}

/**
 * Approves many; one that is refused holds back no other. In one transaction too, the one that keeps the answer for the
 * request's idempotency key: a request that is cut off has approved all of them, and answers so when it is repeated, or none.
 */
export async function approveOrders(
  context: OrderContext,
  who: Person,
  orders: readonly Reviewed[],
): Promise<ApprovalReport> {
  return transact(context.db, who, async (tx) => {
    const refused = await approveIn(context, tx, who, orders)
    return {
      approved: orders.length - refused.length,
      refused: refused.map(({ orderId, number, refusal: { code, sentence } }) => ({
        orderId,
        number,
        code,
        sentence,
      })),
    }
  })
}
