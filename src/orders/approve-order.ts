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
import { type OrderStand, changeLocked, findOrders, lockStands } from './order-store.ts'

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
    const { refused } = await approveIn(context, tx, who, [reviewed])
    return refused.get(reviewed.orderId) ?? { orderId: reviewed.orderId }
  })
}

/**
 * Approves those that can be, whatever becomes of the others. Returns the refusals, which have changed nothing, and how many
 * are to be pushed. `drainAt`: when to look for those, if not at once.
 */
async function approveIn(
  context: OrderContext,
  tx: Tx,
  who: Person,
  reviewed: readonly Reviewed[],
  drainAt?: Date,
): Promise<{ refused: Map<string, GuardRefusal>; pushed: number }> {
  const { supplierId } = who
  const orderIds = reviewed.map(({ orderId }) => orderId)
  const orders = byOrder(await lockStands(tx, { supplierId, orderIds }))
  const pushes = byOrder(await lockPushes(tx, { supplierId, orderIds }))
  const refused = new Map<string, GuardRefusal>()
  const approved: OrderStand[] = []
  for (const { orderId, revision } of reviewed) {
    const verdict = verdictOn(orders.get(orderId), pushes.get(orderId), { revision, action: 'approve' })
    if (isRefusal(verdict)) refused.set(orderId, verdict)
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
  if (pushed.length > 0) await nudge(context, tx, who, drainAt)
  return { refused, pushed: pushed.length }
}

function byOrder<T extends { readonly orderId: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.orderId, row]))
}

async function nudge(
  { jobs }: OrderContext,
  tx: Tx,
  { supplierId }: Person,
  startAfter: Date | undefined,
): Promise<void> {
  const connection = await liveConnection(tx)
  if (!connection) return
  const { connectionId } = connection
  await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId }, startAfter ? { startAfter } : {})
}

export interface ApprovalReport {
  readonly approved: number
  readonly refused: { orderId: string; number: string; code: string; sentence: string }[]
}

/** So many are approved in one transaction, about what the ERP takes at once: they leave while the next are approved. */
const TOGETHER = 250

/** The worker that is on its way with the first goes on with the others; one that looks later is for the case that it is not. */
const LOOK_AGAIN_MS = 5_000

/** Approves many; one that is refused holds back no other. */
export async function approveOrders(
  context: OrderContext,
  who: Person,
  orders: readonly { orderId: string; revision: number }[],
): Promise<ApprovalReport> {
  const failed: { orderId: string; code: string; sentence: string }[] = []
  // Always in the same sequence, so that two people who approve the same orders at once do not wait in a circle.
  const sorted = orders.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
  let isUnderWay = false
  for (let from = 0; from < sorted.length; from += TOGETHER) {
    const some = sorted.slice(from, from + TOGETHER)
    const drainAt = isUnderWay ? new Date(context.clock.now().getTime() + LOOK_AGAIN_MS) : undefined
    const { refused, pushed } = await transact(context.db, who, (tx) =>
      approveIn(context, tx, who, some, drainAt),
    )
    if (pushed > 0) isUnderWay = true
    for (const [orderId, { code, sentence }] of refused) failed.push({ orderId, code, sentence })
  }
  const numbers =
    failed.length === 0
      ? []
      : await transact(context.db, who, (tx) =>
          findOrders(tx, { supplierId: who.supplierId, orderIds: failed.map((order) => order.orderId) }),
        )
  return {
    approved: orders.length - failed.length,
    refused: failed.map((refusal) => ({
      ...refusal,
      number: numbers.find((order) => order.orderId === refusal.orderId)?.number ?? '',
    })),
  }
}
