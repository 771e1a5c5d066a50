/**
 * Approves the revision that was reviewed. In ONE transaction: the order is locked and changed, the push is written with its
 * reference fixed, the timeline is told, and the drain of the connection is nudged. Nothing is sent from here.
 */
import { pause } from '../core/clock.ts'
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
    const { refused } = await approveIn(context, tx, who, [reviewed])
    return refused[0]?.refusal ?? { orderId: reviewed.orderId }
  })
}

interface Refused extends Reviewed {
  /** As it stands; undefined when there is none. */
  readonly order: OrderStand | undefined
  readonly refusal: GuardRefusal
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
): Promise<{ refused: Refused[]; pushed: number }> {
  const { supplierId } = who
  const orderIds = reviewed.map(({ orderId }) => orderId)
  const stands = await lockStands(tx, { supplierId, orderIds })
  const orders = byOrder(stands)
  // Of the others the order alone says no, and their pushes may be in a worker's hands.
  const inReview = stands.filter(({ status }) => status === 'placed').map(({ orderId }) => orderId)
  const pushes = byOrder(await lockPushes(tx, { supplierId, orderIds: inReview }))
  const refused: Refused[] = []
  const approved: OrderStand[] = []
  for (const one of reviewed) {
    const { orderId, revision } = one
    const order = orders.get(orderId)
    const verdict = verdictOn(order, pushes.get(orderId), { revision, action: 'approve' })
    if (isRefusal(verdict)) refused.push({ ...one, order, refusal: verdict })
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

/** After each of the first two parts, the worker that sends them has the database and the processor to itself for so long. */
const LET_SEND_MS = 100

/** The worker that is on its way with the first goes on with the others; one that looks later is for the case that it is not. */
const LOOK_AGAIN_MS = 5_000

/**
 * Approves many; one that is refused holds back no other. Cut off on the way, the same again goes on where it was: what was
 * reviewed and is approved counts as approved.
 */
export async function approveOrders(
  context: OrderContext,
  who: Person,
  orders: readonly Reviewed[],
): Promise<ApprovalReport> {
  // Always in the same sequence, so that two people who approve the same orders at once do not wait in a circle.
  const sorted = orders.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
  const lastFrom = Math.max(0, Math.ceil(sorted.length / TOGETHER) - 1) * TOGETHER
  const earlier: Refused[] = []
  let drainAt: Date | undefined
  for (let from = 0; from < lastFrom; from += TOGETHER) {
    const some = sorted.slice(from, from + TOGETHER)
    const part = await transact(context.db, who, (tx) => approveIn(context, tx, who, some, drainAt))
    earlier.push(...part.refused)
    if (from <= TOGETHER) await pause(LET_SEND_MS)
    if (part.pushed > 0) drainAt = new Date(context.clock.now().getTime() + LOOK_AGAIN_MS)
  }
  return transact(context.db, who, async (tx) => {
    const part = await approveIn(context, tx, who, sorted.slice(lastFrom), drainAt)
    const refused = [...earlier, ...part.refused].filter((one) => !isApprovedAsReviewed(one))
    return {
      approved: orders.length - refused.length,
      refused: refused.map(({ orderId, order, refusal: { code, sentence } }) => ({
        orderId,
        number: order?.number ?? '',
        code,
        sentence,
      })),
    }
  })
}

/** Approved since, and changed by nobody else: an approval moves the revision on by one, and what the ERP does leaves it. */
function isApprovedAsReviewed({ order, revision }: Refused): boolean {
  return (
    order !== undefined &&
    ['approved', 'part-shipped', 'shipped'].includes(order.status) &&
    order.revision === revision + 1
  )
}
