/**
 * Records what the ERP shows of an order's sales order now: dispatched in whole or part, voided, edited. Idempotent: the same
 * news twice changes nothing and tells nobody twice.
 */
import { type SupplierId, asId } from '../core/ids.ts'
import {
  add,
  compare,
  decimal,
  divide,
  format,
  formatShort,
  multiply,
  round,
  subtract,
  zero,
} from '../core/decimal.ts'
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

/** A sales order as the ERP has it now. */
export interface SeenSalesOrder {
  readonly key: string
  readonly reference: string
  readonly status: 'draft' | 'approved' | 'void'
  readonly stage: string
  readonly dispatchedAt: Date | undefined
  readonly carrier: string | undefined
  readonly trackingCode: string | undefined
  readonly total: string
  /** Quantities in base units. */
  readonly lines: readonly {
    readonly lineId: string | undefined
    readonly code: string
    readonly name: string
    readonly quantity: string
    readonly quantityShipped: string
    readonly unitPrice: string | undefined
  }[]
}

/** Records the news of one sales order. Two workers that read the same news tell it once. */
export async function recordDispatch(
  tx: Tx,
  news: { readonly push: PushRow; readonly seen: SeenSalesOrder; readonly now: Date },
): Promise<void> {
  const { seen, now } = news
  const { supplierId, orderId } = news.push
  const order = await lockOrder(tx, { supplierId, orderId })
  const push = await findPush(tx, { supplierId, orderId, lock: true })
  if (!order || push?.state !== 'in-erp' || push.remoteKey !== seen.key) return
  const lines = await linesOf(tx, { supplierId, orderIds: [orderId] })
  await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: { remote: json(remoteSummary(seen)), remoteSeenAt: now },
    now,
  })
  if (seen.status !== 'void') await recordShipment(tx, { order, lines, seen, now })
  if (order.status === 'cancelled') {
    await recordAfterCancelling(tx, { push, order, seen, now })
    return
  }
  await recordEdits(tx, { push, order, lines, seen, now })
}

/** What is kept of a sales order to show and to compare later. */
export function remoteSummary(seen: SeenSalesOrder): Record<string, string | null> {
  const lines = seen.lines.map((line) => [
    line.lineId ?? line.code,
    formatShort(decimal(line.quantity)),
    line.unitPrice === undefined ? '' : formatShort(decimal(line.unitPrice)),
  ])
  return {
    content: JSON.stringify([seen.status === 'void', formatShort(decimal(seen.total)), lines]),
    status: seen.status,
    stage: seen.stage,
    total: seen.total,
    dispatchedAt: seen.dispatchedAt?.toISOString() ?? null,
  }
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
  } else if (!fully && open && changed.length > 0 && compare(sum, zero) > 0) {
    await setShipped(
      tx,
      order,
      changed.map(({ line, quantity }) => ({ lineId: line.lineId, quantity })),
    )
    await changePlumbing(tx, { supplierId, orderId, set: { ...details, status: 'part-shipped' }, now })
    await tell(tx, {
      order,
      seen,
      now,
      kind: 'part-shipped',
      sentence: 'Part of the order was dispatched in Cin7',
      changes: changed.map(({ line, quantity }) => ({
        what: `${line.name} (${line.code}) · shipped`,
        from: formatShort(decimal(line.quantityShipped)),
        to: `${formatShort(decimal(quantity))} of ${formatShort(decimal(line.quantity))}`,
      })),
    })
  } else if (order.carrier !== details.carrier || order.trackingCode !== details.trackingCode) {
    await changePlumbing(tx, { supplierId, orderId, set: details, now })
  }
}

/** The ERP counts base units, we count units of sale. */
function shippedOf(line: LineRecord, seen: SeenSalesOrder): string {
  const remote = remoteOf(line, seen)
  return remote
    ? format(divide(decimal(remote.quantityShipped), decimal(line.unitSize), 4))
    : line.quantityShipped
}

function remoteOf(line: LineRecord, seen: SeenSalesOrder) {
  return (
    seen.lines.find((remote) => remote.lineId === line.lineId) ??
    seen.lines.find((remote) => remote.lineId === undefined && remote.code === line.code)
  )
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
  const before = push.remote as { dispatchedAt?: string | null } | null
  if (!seen.dispatchedAt || before?.dispatchedAt === seen.dispatchedAt.toISOString()) return
  const sentence = `Sales order ${seen.reference} was dispatched in Cin7 although the order is cancelled`
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

/** What somebody changed in the ERP after we read it back: shown as differences, told once. */
async function recordEdits(
  tx: Tx,
  { push, order, lines, seen, now }: News & { push: PushRow },
): Promise<void> {
  if (push.verified === null) return
  const before = push.remote as { content?: string } | null
  if (before?.content === remoteSummary(seen).content) return
  const differences = editsIn({ order, lines, seen })
  const known = JSON.stringify((push.differences as unknown[] | null) ?? [])
  const { supplierId, orderId } = order
  if (differences.length === 0 && push.verified === 'different') {
    // Put right in the ERP, as it seems: a read-back compares all of it.
    await changePush(tx, { supplierId, orderId, from: ['in-erp'], set: { verifyAt: now }, now })
    return
  }
  if (differences.length === 0 || JSON.stringify(differences) === known) return
  await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: { verified: 'different', differences: json(differences) },
    now,
  })
  const sentence =
    seen.status === 'void'
      ? `Sales order ${seen.reference} was voided in Cin7`
      : `Sales order ${seen.reference} was changed in Cin7: ${differences.map((difference) => difference.what).join(', ')}`
  await addEvent(tx, {
    supplierId,
    orderId,
    at: now,
    kind: 'changed-in-erp',
    actor: cin7,
    sentence,
    changes: differences.map((difference) => ({
      what: difference.what,
      from: difference.expected,
      to: difference.seen,
    })),
  })
  await openEntry(tx, {
    supplierId: asId(supplierId),
    subjectKind: 'push',
    subjectId: orderId,
    cause: seen.status === 'void' ? 'voided-in-erp' : 'changed-in-erp',
    sentence: `${sentence}. ${seen.status === 'void' ? 'Cancel the order here too, or make a new one.' : 'Tell the customer if it matters, then mark this as handled.'}`,
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    detail: { differences },
    at: now,
  })
}

function editsIn({ order, lines, seen }: Pick<News, 'order' | 'lines' | 'seen'>) {
  const differences: { what: string; expected: string; seen: string }[] = []
  const add3 = (what: string, expected: string, there: string): void =>
    void differences.push({ what, expected, seen: there })
  if (seen.status === 'void') {
    add3('Status', 'approved', 'void')
    return differences
  }
  for (const line of lines) {
    const remote = remoteOf(line, seen)
    const label = `${line.name} (${line.code})`
    if (!remote) {
      add3(label, `${formatShort(decimal(line.quantity))} ordered`, 'not on the sales order')
      continue
    }
    const base = multiply(decimal(line.quantity), decimal(line.unitSize))
    if (compare(decimal(remote.quantity), base) !== 0)
      add3(`${label} · quantity`, formatShort(base), formatShort(decimal(remote.quantity)))
    const price = divide(decimal(line.unitPrice), decimal(line.unitSize), 4)
    if (remote.unitPrice !== undefined && compare(round(decimal(remote.unitPrice), 4), price) !== 0) {
      add3(`${label} · price`, formatShort(price, 2), formatShort(decimal(remote.unitPrice), 2))
    }
  }
  if (compare(subtract(decimal(seen.total), decimal(order.total)), zero) !== 0) {
    add3('Total', formatShort(decimal(order.total), 2), formatShort(decimal(seen.total), 2))
  }
  return differences
}
