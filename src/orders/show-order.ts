/** One order as staff see it: lines, what may be done and why not, doubts, and where its sales order stands. */
import { sql } from 'kysely'
import type { OrderView } from '../contract/order-views.ts'
import type { AddressView } from '../contract/fields.ts'
import { listPrices } from '../catalogue/orderable-products.ts'
import { smallImages } from '../catalogue/small-images.ts'
import { compare, decimal, formatShort } from '../core/decimal.ts'
import { formatMoney } from '../core/money.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type OrderingCustomer, customerForOrder } from '../customers/find-customer.ts'
import { type Db, type Tx, read } from '../db/transact.ts'
import type { EntryFix } from '../inbox/inbox-store.ts'
import { linkOf } from '../links/link-store.ts'
import { type LiveConnection, liveConnection } from '../links/live-connection.ts'
import { type PushRow, findPush } from '../pushes/push-store.ts'
import { type OrderAction, type OrderFacts, type PushState, orderCan } from '../rules/order-rules.ts'
import { rowOf } from './list-orders.ts'
import type { PriceReason } from './order-lines.ts'
import { type LineRecord, type OrderRecord, findOrder, linesOf, ordersWithPoNumber } from './order-store.ts'
import { pushSentence } from './push-sentence.ts'
import { pushStateOf } from './push-state.ts'

export async function showOrder(
  { db }: { db: Db },
  { supplierId }: { supplierId: SupplierId },
  { orderId }: { orderId: string },
): Promise<OrderView | Refusal<'not-found'>> {
  return read(db, { supplierId }, async (tx) => {
    const order = await findOrder(tx, { supplierId, orderId })
    const customer = order && (await customerForOrder(tx, order.customerId))
    if (!order || !customer) return refuse('not-found', 'This order does not exist.')
    const lines = await linesOf(tx, { supplierId, orderIds: [orderId] })
    const push = await findPush(tx, { supplierId, orderId })
    const connection = await liveConnection(tx)
    const prices = await listPrices(
      tx,
      lines.map((line) => line.productId),
    )
    return viewOrder(tx, { order, customer, lines, push, connection, prices })
  })
}

export interface KnownOrder {
  readonly order: OrderRecord
  readonly customer: OrderingCustomer
  readonly lines: readonly LineRecord[]
  readonly push: PushRow | undefined
  readonly connection: LiveConnection | undefined
  /** List prices now, by product. */
  readonly prices: ReadonlyMap<string, string | null>
}

/** The view of an order whose rows the caller has. */
export async function viewOrder(tx: Tx, known: KnownOrder): Promise<OrderView> {
  const { order, customer, lines, push, connection, prices } = known
  const linked = connection && (await linkOf(tx, connection.connectionId, 'customer', customer.customerId))
  const images = await smallImages(
    tx,
    lines.map((line) => line.productId),
  )
  const trouble = !connection
    ? 'Cin7 is not connected. The sales order is made as soon as it is.'
    : connection.paused
      ? 'Sending to Cin7 is paused. The sales order is made when it is resumed.'
      : connection.stateSentence
  const stopped = !connection || connection.paused || connection.state === 'needs-attention'
  const pushState = pushStateOf(order, push)
  return {
    ...rowOf({ ...order, pushState, customerName: customer.name }),
    customer: {
      customerId: customer.customerId,
      name: customer.name,
      email: customer.email,
      phone: customer.phone,
      group: customer.group,
      onHold: customer.onHold,
      linked: linked !== undefined,
      salesOrdersOn: customer.salesOrdersOn,
    },
    lines: lines.map((line) =>
      lineView(line, {
        listPrice: prices.get(line.productId) ?? null,
        image: images.get(line.productId) ?? null,
        currency: order.currency,
      }),
    ),
    buyerNote: order.buyerNote,
    internalNote: order.internalNote,
    freight: formatShort(decimal(order.freight), 2),
    freightDescription: order.freightDescription,
    taxTreatment: order.taxTreatment,
    taxRate: formatShort(decimal(order.taxRate)),
    taxRounding: order.taxRounding,
    productTotal: formatShort(decimal(order.productTotal), 2),
    tax: formatShort(decimal(order.tax), 2),
    deliveryAddress: order.deliveryAddress as AddressView,
    billingAddress: order.billingAddress as AddressView,
    createdBy: order.createdBy,
    placedAt: order.placedAt?.toISOString() ?? null,
    approvedAt: order.approvedAt?.toISOString() ?? null,
    closedReason: order.closedReason,
    shippedAt: order.shippedAt?.toISOString() ?? null,
    carrier: order.carrier,
    trackingCode: order.trackingCode,
    warnings: await warnings(tx, { order, customer, lines, prices }),
    can: verdicts({
      status: order.status,
      pushState,
      lineCount: order.lineCount,
      unclear: push?.unclear ?? false,
    }),
    push: await pushView(tx, {
      order,
      push,
      pushState,
      trouble,
      stopped,
      notBefore: connection?.retryAt ?? null,
    }),
  }
}

const actions: readonly OrderAction[] = [
  'edit',
  'place',
  'approve',
  'reject',
  'cancel',
  'reopen',
  'retry',
  'linkExisting',
  'markShipped',
]

function verdicts(facts: OrderFacts): OrderView['can'] {
  return Object.fromEntries(actions.map((action) => [action, orderCan(action, facts)])) as OrderView['can']
}

function lineView(
  line: LineRecord,
  more: { listPrice: string | null; image: string | null; currency: string },
): OrderView['lines'][number] {
  return {
    lineId: line.lineId,
    position: line.position,
    productId: line.productId,
    code: line.code,
    name: line.name,
    option: optionWords(line),
    unit: line.unit,
    image: more.image,
    quantity: formatShort(decimal(line.quantity)),
    quantityShipped: formatShort(decimal(line.quantityShipped)),
    unitPrice: formatShort(decimal(line.unitPrice), 2),
    priceReason: reasonSentence(line.priceReason as unknown as PriceReason, more.currency),
    listPrice: more.listPrice,
    comment: line.comment,
    lineTotal: formatShort(decimal(line.lineTotal), 2),
  }
}

/** Options that the name does not tell already. */
function optionWords(line: LineRecord): string {
  return [line.option1, line.option2, line.option3, line.size]
    .filter((option) => option && !line.name.includes(option))
    .join(' · ')
}

function reasonSentence(reason: PriceReason, currency: string): string {
  const list = reason.list === null ? 'no list price' : formatMoney(reason.list, currency)
  const tier = reason.tier === null ? 'Price set in Purvey' : `Price tier ${reason.tier}`
  return reason.from === 'list' ? `${tier}: ${list}` : `Typed by ${reason.by} instead of ${list}`
}

async function warnings(
  tx: Tx,
  it: {
    order: OrderRecord
    customer: OrderingCustomer
    lines: readonly LineRecord[]
    prices: ReadonlyMap<string, string | null>
  },
): Promise<OrderView['warnings']> {
  const { order, customer } = it
  if (order.status !== 'draft' && order.status !== 'placed') return []
  const found: OrderView['warnings'] = []
  if (customer.onHold) {
    found.push({
      code: 'customer-on-hold',
      sentence: `${customer.name} is on hold in Cin7. Settle that before you approve.`,
    })
  }
  const same = order.poNumber
    ? await ordersWithPoNumber(tx, { ...order, poNumber: order.poNumber, customerId: customer.customerId })
    : []
  if (same.length > 0) {
    found.push({
      code: 'po-number-again',
      sentence: `${customer.name} used PO number ${order.poNumber ?? ''} before: ${same.map((other) => other.number).join(', ')}. Make sure that this is not the same order again.`,
    })
  }
  const off = it.lines.filter((line) => {
    const list = it.prices.get(line.productId)
    return list && compare(decimal(list), decimal(line.unitPrice)) !== 0
  })
  if (off.length > 0) {
    found.push({
      code: 'price-differs',
      sentence:
        off.length === 1
          ? `The price of ${off[0]?.name ?? ''} is not its list price.`
          : `${off.length} lines have a price that is not their list price.`,
    })
  }
  return found
}

async function pushView(
  tx: Tx,
  it: {
    order: OrderRecord
    push: PushRow | undefined
    pushState: PushState
    trouble: string | null
    stopped: boolean
    /** No attempt is made before then. */
    notBefore: Date | null
  },
): Promise<OrderView['push']> {
  const { order, push, pushState } = it
  const live = push && push.state !== 'cancelled' ? push : undefined
  const stopped = live?.state === 'waiting' && it.stopped
  const remote = live?.remote as
    | { status: 'draft' | 'approved' | 'void'; stage: string; total: string; dispatchedAt: string | null }
    | null
    | undefined
  const entry =
    live &&
    (await tx
      .selectFrom('inboxEntries')
      .select(['entryId', 'cause', 'sentence', 'fix'])
      .where('supplierId', '=', order.supplierId)
      .where((where) =>
        where.or([
          where.and([where('subjectKind', '=', 'push'), where('subjectId', '=', order.orderId)]),
          where.and([
            where('subjectKind', '=', 'double'),
            where(sql`detail ->> 'orderId'`, '=', order.orderId),
          ]),
        ]),
      )
      .where('closedAt', 'is', null)
      .orderBy('subjectKind', 'desc')
      .orderBy('entryId', 'desc')
      .limit(1)
      .executeTakeFirst())
  return {
    state: pushState,
    sentence: pushSentence({
      pushState,
      status: order.status,
      push: live,
      trouble: it.trouble,
      stopped: it.stopped,
    }),
    reference: live ? (live.remoteReference ?? live.reference) : null,
    attempts: live?.attempts ?? 0,
    stopped,
    nextAttemptAt: live?.state === 'waiting' && !stopped ? nextAttempt(live, it.notBefore) : null,
    remoteKey: live?.remoteKey ?? null,
    how: live?.how ?? null,
    verified: live?.verified ?? null,
    differences: (live?.differences ?? []) as OrderView['push']['differences'],
    remote: remote
      ? { status: remote.status, stage: remote.stage, total: remote.total, dispatchedAt: remote.dispatchedAt }
      : null,
    remoteSeenAt: live?.remoteSeenAt?.toISOString() ?? null,
    acceptedAt: live?.acceptedAt?.toISOString() ?? null,
    problem:
      live?.problemSentence && live.state !== 'in-erp'
        ? {
            code: live.problemCode ?? 'unknown',
            sentence: live.problemSentence,
            said: live.problemSaid,
          }
        : null,
    inbox: entry
      ? {
          entryId: entry.entryId,
          cause: entry.cause,
          sentence: entry.sentence,
          fixes: entry.fix as unknown as EntryFix[],
        }
      : null,
  }
}

function nextAttempt({ nextAttemptAt }: PushRow, notBefore: Date | null): string {
  return (notBefore && notBefore > nextAttemptAt ? notBefore : nextAttemptAt).toISOString()
}
