/**
 * Attaches a sales order that exists in the ERP already, by reference or id, instead of making one. An order still in review
 * is approved by it. The sales order is read from the ERP first; nothing is linked unseen, and one of another customer only
 * when that is said: a dispatched one ships the order at once.
 */
import type { ErpDoor } from '../connections/erp-door.ts'
import { refusalOf } from '../connections/erp-refusal.ts'
import { sql } from 'kysely'
import { type Refusal, isRefusal, refuse } from '../core/refusal.ts'
import { type Tx, transact } from '../db/transact.ts'
import type { ErpResult, RemoteSalesOrder } from '../erp/port.ts'
import { linkOf } from '../links/link-store.ts'
import { type GuardRefusal, guard, stale } from '../orders/change-guard.ts'
import type { OrderContext, Person } from '../orders/order-context.ts'
import { changeOrder } from '../orders/order-store.ts'
import { recordAcceptances } from '../orders/record-acceptance.ts'
import { insertPushes } from '../pushes/push-store.ts'

type LinkRefusal =
  | GuardRefusal
  | Refusal<
      | 'not-connected'
      | 'remote-not-found'
      | 'remote-ambiguous'
      | 'remote-linked-elsewhere'
      | 'remote-other-customer'
      | 'erp-unreachable'
      | 'erp-busy'
      | 'wrong-key'
    >

export async function linkSalesOrder(
  context: OrderContext & { readonly erp: ErpDoor },
  who: Person,
  input: { orderId: string; referenceOrId: string; evenOfAnotherCustomer?: boolean | undefined },
): Promise<{ orderId: string } | LinkRefusal> {
  const opened = await context.erp.open(who.supplierId, 'connect', { evenIfPaused: true })
  if (!opened.ok) {
    return refusalOf(opened)
  }
  const { erp, context: call, connectionId } = opened.value
  const found = await lookUp(input.referenceOrId, (by) => erp.getSalesOrder(call, by))
  if (isRefusal(found)) return found
  return transact(context.db, who, (tx) => attach(context, tx, { ...input, who, connectionId, found }))
}

type Get = (by: { key: string } | { reference: string }) => Promise<ErpResult<RemoteSalesOrder | undefined>>

async function lookUp(typed: string, get: Get): Promise<RemoteSalesOrder | LinkRefusal> {
  const byReference = await get({ reference: typed })
  if (!byReference.ok) {
    return byReference.code === 'several-found'
      ? refuse('remote-ambiguous', byReference.sentence)
      : refusalOf(byReference)
  }
  if (byReference.value) return usable(byReference.value)
  if (/^\d{1,12}$/.test(typed)) {
    const byKey = await get({ key: typed })
    if (!byKey.ok) return refusalOf(byKey)
    if (byKey.value) return usable(byKey.value)
  }
  return refuse(
    'remote-not-found',
    `Cin7 has no sales order with the reference or id “${typed}”. Check it in Cin7 and type it exactly.`,
  )
}

function usable(order: RemoteSalesOrder): RemoteSalesOrder | LinkRefusal {
  return order.status === 'void'
    ? refuse(
        'remote-not-found',
        `Sales order ${order.reference} is void in Cin7, so it cannot stand for this order.`,
      )
    : order
}

async function attach(
  context: OrderContext,
  tx: Tx,
  it: {
    who: Person
    connectionId: string
    found: RemoteSalesOrder
    orderId: string
    evenOfAnotherCustomer?: boolean | undefined
  },
): Promise<{ orderId: string } | LinkRefusal> {
  const { who, found, orderId, connectionId } = it
  const { supplierId } = who
  const now = context.clock.now()
  const guarded = await guard(tx, { supplierId, orderId, action: 'linkExisting' })
  if ('refused' in guarded) return guarded
  const other = await tx
    .selectFrom('pushes')
    .innerJoin('orders', (join) =>
      join
        .onRef('orders.supplierId', '=', 'pushes.supplierId')
        .onRef('orders.orderId', '=', 'pushes.orderId'),
    )
    .select('orders.number')
    .where('pushes.supplierId', '=', supplierId)
    .where('pushes.orderId', '<>', orderId)
    .where((where) =>
      where.or([
        where.and([
          where('pushes.connectionId', '=', connectionId),
          where('pushes.remoteKey', '=', found.key),
        ]),
        // Another order is about to find it as its own, whether it knows yet or not.
        where.and([
          where('pushes.referenceKey', '=', sql<string>`lower(${found.reference})`),
          where('pushes.remoteKey', 'is', null),
          where('pushes.attempts', '>', 0),
        ]),
      ]),
    )
    .executeTakeFirst()
  if (other) {
    return refuse(
      'remote-linked-elsewhere',
      `Sales order ${found.reference} belongs to order ${other.number} already.`,
    )
  }
  const { order } = guarded
  const contact = await linkOf(tx, connectionId, 'customer', order.customerId)
  if (contact && contact.remoteKey !== found.customerKey && !it.evenOfAnotherCustomer) {
    return refuse(
      'remote-other-customer',
      `Sales order ${found.reference} is of ${found.customerName ?? 'no customer'} in Cin7, not of the customer of order ${order.number}. Link it only if you are sure that it stands for this order.`,
    )
  }
  if (order.status === 'placed') {
    const approved = await changeOrder(tx, {
      supplierId,
      orderId,
      from: ['placed'],
      revision: order.revision,
      set: { status: 'approved', approvedAt: now, pushState: 'waiting' },
      now,
    })
    if (!approved) return stale(order)
  }
  if (order.status === 'placed' || order.pushState === 'not-needed' || order.pushState === 'none') {
    await insertPushes(tx, { supplierId, orders: [order], at: now })
  }
  const accepted = await recordAcceptances(tx, {
    supplierId,
    connectionId,
    sales: [{ orderId, remoteKey: found.key, remoteReference: found.reference, how: 'linked-by-hand' }],
    by: who.name,
    readBackAt: now,
    now,
  })
  if (!accepted.has(orderId))
    return refuse(
      'not-now',
      'The sales order is being sent to Cin7 at this moment. Try again in a few seconds.',
    )
  await context.jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId })
  return { orderId }
}
