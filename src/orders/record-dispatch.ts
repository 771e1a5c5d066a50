/**
 * Records what the ERP shows of an order's sales order now: dispatched in whole or part, voided, edited. Idempotent: the same
 * news twice changes nothing and tells nobody twice.
 */
import { type SupplierId, asId } from '../core/ids.ts'
import { add, compare, decimal, divide, format, formatShort, zero } from '../core/decimal.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { closeEntriesOf, openEntry } from '../inbox/inbox-store.ts'
import { type PushRow, changePush, findPush } from '../pushes/push-store.ts'
import { type Change, addEvent, cin7 } from './order-events.ts'
import {
  type LineRecord,
  type OrderRecord,
  changePlumbing,
  linesOf,
  lockOrder,
  setShipped,
} from './order-store.ts'
import { recordEdits } from './record-edits.ts'
import { closeTakenBack, recordPartTakenBack, recordTakenBack, wasTakenBack } from './record-taken-back.ts'
import { type SeenSalesOrder, remoteOf, remoteSummary, shippedIn } from './seen-sales-order.ts'

/** Records the news of one sales order. Two workers that read the same news tell it once. True: a read-back is due. */
export async function recordDispatch(
  tx: Tx,
  news: { readonly push: PushRow; readonly seen: SeenSalesOrder; readonly now: Date },
): Promise<boolean> {
  const { seen, now } = news
  const { supplierId, orderId } = news.push
  const order = await lockOrder(tx, { supplierId, orderId })
  const push = await findPush(tx, { supplierId, orderId, lock: true })
  if (!order || push?.state !== 'in-erp' || push.remoteKey !== seen.key) return false
  const lines = await linesOf(tx, { supplierId, orderIds: [orderId] })
  await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: { remote: json(remoteSummary(seen)), remoteSeenAt: now },
    now,
  })
  const voidedInErp = seen.status === 'void'
  if (order.voidedInErp !== voidedInErp)
    await changePlumbing(tx, { supplierId, orderId, set: { voidedInErp }, now })
  if (!voidedInErp) await recordShipment(tx, { order, lines, seen, now })
  if (order.status === 'shipped' && !seen.dispatchedAt) await recordTakenBack(tx, { push, order, seen, now })
  else if (order.status === 'shipped' && wasTakenBack(push)) await closeTakenBack(tx, { order, now })
  if (order.status === 'cancelled') {
    await recordAfterCancelling(tx, { push, order, seen, now })
    return false
  }
  return recordEdits(tx, { push, order, lines, seen, now })
}

interface News {
  readonly order: OrderRecord
  readonly lines: readonly LineRecord[]
  readonly seen: SeenSalesOrder
  readonly now: Date
}

async function recordShipment(tx: Tx, { order, lines, seen, now }: News): Promise<void> {
  const { supplierId, orderId } = order
  // Dispatched as a whole is shipped, whether or not the ERP counts the units of each line.
  const counted = seen.lines.some((line) => compare(decimal(line.quantityShipped), zero) > 0)
  const shipped =
    seen.dispatchedAt && !counted
      ? lines.map((line) => ({ line, quantity: line.quantity }))
      : lines.map((line) => ({ line, quantity: shippedOf(line, seen) }))
  const changed = shipped.filter(
    ({ line, quantity }) => compare(decimal(line.quantityShipped), decimal(quantity)) !== 0,
  )
  const fully = seen.dispatchedAt !== undefined
  const sum = shipped.reduce((total, { quantity }) => add(total, decimal(quantity)), zero)
  const details = {
    carrier: seen.carrier ?? order.carrier,
    trackingCode: seen.trackingCode ?? order.trackingCode,
  }
  const open = order.status === 'approved' || order.status === 'part-shipped'
  if (fully && open) {
    await setShipped(
      tx,
      order,
      changed.map(({ line, quantity }) => ({ lineId: line.lineId, quantity })),
    )
    await changePlumbing(tx, {
      supplierId,
      orderId,
      set: { ...details, status: 'shipped', shippedAt: seen.dispatchedAt ?? now },
      now,
    })
    await tell(tx, {
      order,
      seen,
      now,
      kind: 'shipped',
      sentence: 'Dispatched in Cin7: the order is shipped',
      changes: [],
    })
    await closeTakenBack(tx, { order, now })
  } else if (!fully && open && changed.length > 0) {
    await recordPart(tx, { order, lines, seen, now }, { changed, details, left: compare(sum, zero) > 0 })
  } else if (order.carrier !== details.carrier || order.trackingCode !== details.trackingCode) {
    await changePlumbing(tx, { supplierId, orderId, set: details, now })
  }
}

interface Part {
  readonly changed: readonly { readonly line: LineRecord; readonly quantity: string }[]
  readonly details: { readonly carrier: string | null; readonly trackingCode: string | null }
  /** Whether anything of the order is shipped; with the last unit taken back it is as before any of it left. */
  readonly left: boolean
}

/** Another part was dispatched, or of what was dispatched some was taken back. */
async function recordPart(
  tx: Tx,
  { order, seen, now }: News,
  { changed, details, left }: Part,
): Promise<void> {
  const { supplierId, orderId } = order
  await setShipped(
    tx,
    order,
    changed.map(({ line, quantity }) => ({ lineId: line.lineId, quantity })),
  )
  const status = left ? 'part-shipped' : 'approved'
  await changePlumbing(tx, { supplierId, orderId, set: { ...details, status }, now })
  const changes = changed.map(({ line, quantity }) => ({
    what: `${line.name} (${line.code}) · shipped`,
    from: formatShort(decimal(line.quantityShipped)),
    to: `${formatShort(decimal(quantity))} of ${formatShort(decimal(line.quantity))}`,
  }))
  if (changed.some(({ line, quantity }) => compare(decimal(quantity), decimal(line.quantityShipped)) < 0))
    return recordPartTakenBack(tx, { order, seen, now, left, changes })
  const sentence = 'Part of the order was dispatched in Cin7'
  await tell(tx, { order, seen, now, kind: 'part-shipped', sentence, changes })
  await closeTakenBack(tx, { order, now })
}

/** The ERP counts base units, we count units of sale. */
function shippedOf(line: LineRecord, seen: SeenSalesOrder): string {
  const remote = remoteOf(line, seen)
  return remote
    ? format(divide(decimal(remote.quantityShipped), decimal(line.unitSize), 4))
    : line.quantityShipped
}

async function tell(
  tx: Tx,
  told: Omit<News, 'lines'> & { kind: 'shipped' | 'part-shipped'; sentence: string; changes: Change[] },
): Promise<void> {
  const { order, seen } = told
  await addEvent(tx, {
    supplierId: order.supplierId,
    orderId: order.orderId,
    at: told.now,
    kind: told.kind,
    actor: cin7,
    sentence: [told.sentence, seen.carrier, seen.trackingCode && `tracking ${seen.trackingCode}`]
      .filter(Boolean)
      .join(', '),
    changes: told.changes,
  })
}

/** A cancelled order's sales order: void is as it should be; dispatched all the same is news that nobody expects. */
async function recordAfterCancelling(
  tx: Tx,
  { push, order, seen, now }: Omit<News, 'lines'> & { push: PushRow },
): Promise<void> {
  const { supplierId, orderId } = order
  const subject = { supplierId: asId<SupplierId>(supplierId), kind: 'push', id: orderId } as const
  if (seen.status === 'void') {
    await closeEntriesOf(tx, subject, { by: 'Purvey', reason: 'It is void in Cin7', at: now })
    return
  }
  const before = push.remote as { dispatchedAt?: string | null; shipped?: string } | null
  const inPart = !seen.dispatchedAt
  const isNews = seen.dispatchedAt
    ? before?.dispatchedAt !== seen.dispatchedAt.toISOString()
    : compare(shippedIn(seen), decimal(before?.shipped ?? '0')) > 0
  if (!isNews) return
  const sentence = `Sales order ${seen.reference} was dispatched in Cin7${inPart ? ' in part' : ''} although the order is cancelled`
  await addEvent(tx, { supplierId, orderId, at: now, kind: 'changed-in-erp', actor: cin7, sentence })
  await openEntry(tx, {
    supplierId: subject.supplierId,
    subjectKind: 'push',
    subjectId: orderId,
    cause: 'dispatched-though-cancelled',
    sentence: `${sentence}. Tell the customer, or have the goods brought back; then mark this as handled.`,
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    at: now,
  })
}
