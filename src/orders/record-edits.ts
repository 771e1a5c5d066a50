/** What somebody changed in the ERP after the sales order was read back, voiding included: differences, told once. */
import { asId } from '../core/ids.ts'
import { compare, decimal, divide, formatShort, multiply, round } from '../core/decimal.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { openEntry } from '../inbox/inbox-store.ts'
import { type PushRow, changePush } from '../pushes/push-store.ts'
import { type SeenDifference, areKnown } from './differences.ts'
import { addEvent, cin7 } from './order-events.ts'
import type { LineRecord, OrderRecord } from './order-store.ts'
import { VOIDED_BEFORE_DISPATCH } from './push-sentence.ts'
import { type SeenSalesOrder, remoteOf, remoteSummary } from './seen-sales-order.ts'

interface Edited {
  readonly push: PushRow
  readonly order: OrderRecord
  readonly lines: readonly LineRecord[]
  readonly seen: SeenSalesOrder
  readonly now: Date
}

/** Shows the changes as differences, and tells them once. True: they seem to be undone, and a read-back that compares all is due. */
export async function recordEdits(tx: Tx, { push, order, lines, seen, now }: Edited): Promise<boolean> {
  if (push.verified === null) return false
  const before = push.remote as { content?: string; header?: string } | null
  const { content, header } = remoteSummary(seen)
  const { supplierId, orderId } = order
  // Whose order it is, from where and when, is compared with what was sent, which the read-back alone knows.
  if (seen.status !== 'void' && before?.header !== undefined && before.header !== header) {
    await changePush(tx, { supplierId, orderId, from: ['in-erp'], set: { verifyAt: now }, now })
    return true
  }
  if (before?.content === content) return false
  const differences = editsIn({ push, order, lines, seen })
  if (differences.length === 0 && push.verified === 'different') {
    await changePush(tx, { supplierId, orderId, from: ['in-erp'], set: { verifyAt: now }, now })
    return true
  }
  if (differences.length === 0 || areKnown(push, differences)) return false
  await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: { verified: 'different', differences: json(differences) },
    now,
  })
  await tellEdits(tx, { order, seen, differences, now })
  return false
}

/** What a void sales order differs in: no more than that matters. */
export const VOIDED: readonly SeenDifference[] = [{ what: 'Status', expected: 'approved', seen: 'void' }]

/** Tells the timeline and the inbox what somebody changed in the ERP, and what to do about it. */
export async function tellEdits(
  tx: Tx,
  told: {
    readonly order: OrderRecord
    readonly seen: Pick<SeenSalesOrder, 'status' | 'reference'>
    readonly differences: readonly SeenDifference[]
    readonly now: Date
  },
): Promise<void> {
  const { order, seen, now } = told
  const { supplierId, orderId } = order
  const differences = told.differences.map((difference) => ({ ...difference }))
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
    sentence: `${sentence}. ${whatToDo(order, seen)}`,
    fixes: [
      ...(seen.status === 'void' && order.status === 'approved'
        ? [{ kind: 'cancel-order', label: 'Cancel the order…', subjectId: orderId } as const]
        : []),
      { kind: 'handled', label: 'Mark as handled', subjectId: null },
    ],
    detail: { differences },
    at: now,
  })
}

function whatToDo(order: OrderRecord, seen: Pick<SeenSalesOrder, 'status'>): string {
  if (seen.status !== 'void') return 'Tell the customer if it matters, then mark this as handled.'
  return order.status === 'approved'
    ? VOIDED_BEFORE_DISPATCH
    : 'Find out what has left and what the customer still gets, then mark this as handled.'
}

function editsIn({ push, order, lines, seen }: Omit<Edited, 'now'>): readonly SeenDifference[] {
  if (seen.status === 'void') return VOIDED
  const differences: SeenDifference[] = []
  const add3 = (what: string, expected: string, there: string): void =>
    void differences.push({ what, expected, seen: there })
  const reference = push.remoteReference ?? push.reference
  if (seen.reference.toLowerCase() !== reference.toLowerCase()) add3('Reference', reference, seen.reference)
  const extra = new Set(seen.lines)
  for (const line of lines) {
    const remote = remoteOf(line, seen)
    if (remote) extra.delete(remote)
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
  for (const line of extra)
    add3(line.name || line.code, 'not ordered', `${formatShort(decimal(line.quantity))} on the sales order`)
  const addAmount = (what: string, expected: string, there: string): void => {
    if (compare(decimal(there), decimal(expected)) !== 0)
      add3(what, formatShort(decimal(expected), 2), formatShort(decimal(there), 2))
  }
  if (seen.freight !== undefined) addAmount('Freight', order.freight, seen.freight)
  addAmount('Total', order.total, seen.total)
  return differences
}
