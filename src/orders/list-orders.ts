/** Lists of orders for the desk: by tab, newest first, searched; the tabs' counts; an order's timeline. */
import type { ExpressionBuilder } from 'kysely'
import type { AnswerIn, QueryOf } from '../contract/endpoint.ts'
import type { countOrders as countEndpoint, getTimeline, listOrders as endpoint } from '../contract/orders.ts'
import type { OrderRow, orderTab } from '../contract/order-views.ts'
import type { z } from 'zod'
import { decimal, formatShort } from '../core/decimal.ts'
import { isId, type SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Database } from '../db/tables.ts'
import { type Db, read } from '../db/transact.ts'
import { type OrderStanding, isVoidedUnderway, orderLabel } from '../rules/order-label.ts'
import type { PushState } from '../rules/order-rules.ts'
import { matchOrders } from '../search/match-orders.ts'
import { eventsOf } from './order-events.ts'
import { type OrderRecord, findOrder } from './order-store.ts'

type Tab = z.output<typeof orderTab>
type Builder = ExpressionBuilder<Database, 'orders'>

const underway = (where: Builder) => [
  where('orders.status', 'in', ['approved', 'part-shipped']),
  where('orders.pushState', '=', 'in-erp'),
]

/** Which orders a tab holds. */
const tabs: Readonly<Record<Tab, (where: Builder) => ReturnType<Builder['and']> | undefined>> = {
  drafts: (where) => where.and([where('orders.status', '=', 'draft')]),
  'to-review': (where) => where.and([where('orders.status', '=', 'placed')]),
  'needs-you': (where) =>
    where.or([
      where.and([where('orders.status', '=', 'approved'), where('orders.pushState', '=', 'parked')]),
      where.and([...underway(where), where('orders.voidedInErp', '=', true)]),
    ]),
  waiting: (where) =>
    where.and([where('orders.status', '=', 'approved'), where('orders.pushState', '=', 'waiting')]),
  'in-erp': (where) => where.and([...underway(where), where('orders.voidedInErp', '=', false)]),
  shipped: (where) => where.and([where('orders.status', '=', 'shipped')]),
  closed: (where) => where.and([where('orders.status', 'in', ['rejected', 'cancelled'])]),
  all: () => undefined,
  'by-hand': (where) =>
    where.and([
      where('orders.status', '=', 'approved'),
      where('orders.pushState', 'in', ['not-needed', 'none']),
    ]),
}

/** A row as the list and the order page show it. */
export function rowOf(
  order: Omit<OrderRecord, 'pushState'> & { customerName: string; pushState: PushState },
): OrderRow {
  return {
    orderId: order.orderId,
    number: order.number,
    status: order.status,
    pushState: order.pushState,
    ...orderLabel(order),
    customerId: order.customerId,
    customerName: order.customerName,
    source: order.source,
    poNumber: order.poNumber,
    deliveryOn: order.deliveryOn,
    lineCount: order.lineCount,
    total: formatShort(decimal(order.total), 2),
    currency: order.currency,
    at: (order.placedAt ?? order.createdAt).toISOString(),
    revision: order.revision,
  }
}

export async function listOrders(
  { db }: { db: Db },
  { supplierId }: { supplierId: SupplierId },
  query: QueryOf<typeof endpoint>,
): Promise<AnswerIn<typeof endpoint> | Refusal<'invalid-request'>> {
  const { cursor } = query
  if (cursor !== undefined && !isId(cursor)) {
    return refuse('invalid-request', 'The page asked for does not exist. Start again at the first page.')
  }
  return read(db, { supplierId }, async (tx) => {
    let select = tx
      .selectFrom('orders')
      .innerJoin('customers', (join) =>
        join
          .onRef('customers.supplierId', '=', 'orders.supplierId')
          .onRef('customers.customerId', '=', 'orders.customerId'),
      )
      .selectAll('orders')
      .select('customers.name as customerName')
      .where('orders.supplierId', '=', supplierId)
      .orderBy('orders.orderId', 'desc')
      .limit(query.limit + 1)
    const condition = tabs[query.tab]
    select = select.where((where) => condition(where as unknown as Builder) ?? where.lit(true))
    if (query.customerId !== undefined) select = select.where('orders.customerId', '=', query.customerId)
    if (cursor !== undefined) select = select.where('orders.orderId', '<', cursor)
    const match = await matchOrders(tx, query.search)
    if (match) select = select.where(match)
    const rows = await select.execute()
    const shown = rows.slice(0, query.limit)
    return {
      items: shown.map(rowOf),
      next: rows.length > query.limit ? (shown.at(-1)?.orderId ?? null) : null,
    }
  })
}

export async function countOrders(
  { db }: { db: Db },
  { supplierId }: { supplierId: SupplierId },
): Promise<AnswerIn<typeof countEndpoint>> {
  const rows = await read(db, { supplierId }, (tx) =>
    tx
      .selectFrom('orders')
      .select(['status', 'pushState', 'voidedInErp'])
      .select((select) => select.fn.countAll<string>().as('count'))
      .where('supplierId', '=', supplierId)
      .groupBy(['status', 'pushState', 'voidedInErp'])
      .execute(),
  )
  const sum = (test: (row: OrderStanding) => boolean): number =>
    rows.filter(test).reduce((total, row) => total + Number(row.count), 0)
  return {
    drafts: sum((row) => row.status === 'draft'),
    'to-review': sum((row) => row.status === 'placed'),
    'needs-you': sum(
      (row) => (row.status === 'approved' && row.pushState === 'parked') || isVoidedUnderway(row),
    ),
    waiting: sum((row) => row.status === 'approved' && row.pushState === 'waiting'),
    'in-erp': sum(
      (row) =>
        (row.status === 'approved' || row.status === 'part-shipped') &&
        row.pushState === 'in-erp' &&
        !row.voidedInErp,
    ),
    shipped: sum((row) => row.status === 'shipped'),
    closed: sum((row) => row.status === 'rejected' || row.status === 'cancelled'),
    all: sum(() => true),
    'by-hand': sum(
      (row) => row.status === 'approved' && (row.pushState === 'not-needed' || row.pushState === 'none'),
    ),
  }
}

export async function showTimeline(
  { db }: { db: Db },
  { supplierId }: { supplierId: SupplierId },
  { orderId }: { orderId: string },
): Promise<AnswerIn<typeof getTimeline> | Refusal<'not-found'>> {
  return read(db, { supplierId }, async (tx) => {
    if (!(await findOrder(tx, { supplierId, orderId })))
      return refuse('not-found', 'This order does not exist.')
    const events = await eventsOf(tx, { supplierId, orderId })
    return {
      items: events.map((event) => {
        const data = event.data as {
          sentence?: string
          changes?: { what: string; from: string; to: string }[]
        }
        return {
          eventId: event.eventId,
          at: event.at.toISOString(),
          kind: event.kind,
          actorKind: event.actorKind,
          actorName: event.actorName,
          sentence: data.sentence ?? '',
          changes: data.changes ?? [],
        }
      }),
    }
  })
}
