/**
 * Approves the revision that was reviewed. In ONE transaction: the order is locked and changed, the push is written with its
 * reference fixed, the timeline is told, and the drain of the connection is nudged. Nothing is sent from here.
 */
import { customerForOrder } from '../customers/find-customer.ts'
import { type Tx, transact } from '../db/transact.ts'
import { liveConnection } from '../links/live-connection.ts'
import { insertPush } from '../pushes/push-store.ts'
import type { PushState } from '../rules/order-rules.ts'
import { isRefusal } from '../core/refusal.ts'
import { type GuardRefusal, guard } from './change-guard.ts'
import type { OrderContext, Person } from './order-context.ts'
import { addEvent, person } from './order-events.ts'
import { type OrderRecord, changeOrder, findOrders } from './order-store.ts'

export async function approveOrder(
  context: OrderContext,
  who: Person,
  input: { orderId: string; revision: number },
): Promise<{ orderId: string } | GuardRefusal> {
  return transact(context.db, who, async (tx) => {
    const approved = await approveIn(context, tx, who, input)
    if (!('refused' in approved)) await nudge(context, tx, who)
    return approved
  })
}

/** A refusal has changed nothing. */
async function approveIn(
  context: OrderContext,
  tx: Tx,
  who: Person,
  input: { orderId: string; revision: number },
): Promise<{ orderId: string } | GuardRefusal> {
  const { supplierId } = who
  const now = context.clock.now()
  const guarded = await guard(tx, { supplierId, ...input, action: 'approve' })
  if ('refused' in guarded) return guarded
  const { order } = guarded
  const pushState = await pushFor(tx, { order, now })
  const changed = await changeOrder(tx, {
    supplierId,
    orderId: order.orderId,
    from: ['placed'],
    revision: input.revision,
    set: { status: 'approved', approvedAt: now, pushState },
    now,
  })
  if (!changed) throw new Error(`Order ${order.number} changed although it was locked.`)
  await addEvent(tx, {
    supplierId,
    orderId: order.orderId,
    at: now,
    kind: 'approved',
    actor: person(who),
    sentence:
      pushState === 'waiting'
        ? `Approved; sales order ${order.number} will be made in Cin7`
        : 'Approved; sales orders are off for this customer, so none is made in Cin7',
  })
  return { orderId: order.orderId }
}

/** Writes the intent to push, unless sales orders are off for the customer. */
async function pushFor(tx: Tx, { order, now }: { order: OrderRecord; now: Date }): Promise<PushState> {
  const customer = await customerForOrder(tx, order.customerId)
  if (customer && !customer.salesOrdersOn) return 'not-needed'
  const { supplierId, orderId } = order
  await insertPush(tx, { supplierId, orderId, reference: order.number, at: now })
  return 'waiting'
}

async function nudge({ jobs }: OrderContext, tx: Tx, { supplierId }: Person): Promise<void> {
  const connection = await liveConnection(tx)
  if (connection)
    await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId: connection.connectionId })
}

export interface ApprovalReport {
  readonly approved: number
  readonly refused: { orderId: string; number: string; code: string; sentence: string }[]
}

/** So many are approved in one transaction: their sales orders then go to the ERP in one batch. */
const TOGETHER = 250

/** Approves many; one that is refused holds back no other. */
export async function approveOrders(
  context: OrderContext,
  who: Person,
  orders: readonly { orderId: string; revision: number }[],
): Promise<ApprovalReport> {
  const failed: { orderId: string; code: string; sentence: string }[] = []
  // Always in the same sequence, so that two people who approve the same orders at once do not wait for each other for ever.
  const sorted = orders.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
  for (let from = 0; from < sorted.length; from += TOGETHER) {
    const refused = await transact(context.db, who, async (tx) => {
      const refusals: typeof failed = []
      for (const order of sorted.slice(from, from + TOGETHER)) {
        const result = await approveIn(context, tx, who, order)
        if (isRefusal(result))
          refusals.push({ orderId: order.orderId, code: result.code, sentence: result.sentence })
      }
      await nudge(context, tx, who)
      return refusals
    })
    failed.push(...refused)
  }
  const numbers = await transact(context.db, who, (tx) =>
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
