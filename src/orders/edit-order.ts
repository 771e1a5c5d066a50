/** Changes a draft or an order in review. What changed goes on the timeline, value by value. */
import type { BodyOf } from '../contract/endpoint.ts'
import type { editOrder as endpoint } from '../contract/orders.ts'
import { productsForOrder } from '../catalogue/orderable-products.ts'
import { compare, decimal, formatShort } from '../core/decimal.ts'
import { formatMoney } from '../core/money.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { json } from '../db/json.ts'
import { type Tx, transact } from '../db/transact.ts'
import { type GuardRefusal, guard, stale } from './change-guard.ts'
import type { OrderContext, Person } from './order-context.ts'
import { type Change, addEvent, person } from './order-events.ts'
import { type BuiltLine, buildLines, totalLines } from './order-lines.ts'
import { type LineRecord, type OrderRecord, changeOrder, linesOf, replaceLines } from './order-store.ts'

export type OrderEdit = BodyOf<typeof endpoint>

type EditRefusal =
  | GuardRefusal
  | Refusal<'product-unknown' | 'product-not-orderable' | 'order-empty' | 'line-unknown' | 'invalid-request'>

export async function editOrder(
  context: OrderContext,
  who: Person,
  input: OrderEdit & { orderId: string },
): Promise<{ orderId: string } | EditRefusal> {
  const { supplierId } = who
  return transact(context.db, { supplierId }, async (tx) => {
    const now = context.clock.now()
    const guarded = await guard(tx, {
      supplierId,
      orderId: input.orderId,
      revision: input.revision,
      action: 'edit',
    })
    if ('refused' in guarded) return guarded
    const { order } = guarded
    const present = await linesOf(tx, { supplierId, orderIds: [order.orderId] })
    const built = await editedLines(tx, { input, order, present, who })
    if ('refused' in built) return built
    if (order.status === 'placed' && built.length === 0) {
      return refuse(
        'order-empty',
        'An order in review needs at least one line. Reject it if nothing is wanted.',
      )
    }
    const details = editedDetails(input, order)
    const totalled = totalLines(built, { ...order, freight: details.freight })
    if ('refused' in totalled) return totalled
    const { lines, totals } = totalled
    const changes = [...detailChanges(order, details), ...lineChanges(present, built, order.currency)]
    if (changes.length === 0) return { orderId: order.orderId }
    const changed = await changeOrder(tx, {
      supplierId,
      orderId: order.orderId,
      from: ['draft', 'placed'],
      revision: input.revision,
      set: {
        ...details,
        deliveryAddress: json(details.deliveryAddress),
        billingAddress: json(details.billingAddress),
        freight: totals.freight,
        productTotal: totals.productTotal,
        tax: totals.tax,
        total: totals.total,
        lineCount: lines.length,
      },
      now,
    })
    if (!changed) return stale(order)
    if (input.lines) await replaceLines(tx, order, lines)
    await addEvent(tx, {
      supplierId,
      orderId: order.orderId,
      at: now,
      kind: 'edited',
      actor: person(who),
      sentence: `Order changed: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}, total now ${formatMoney(totals.total, order.currency)}`,
      changes,
    })
    return { orderId: order.orderId }
  })
}

async function editedLines(
  tx: Tx,
  edit: { input: OrderEdit; order: OrderRecord; present: readonly LineRecord[]; who: Person },
): Promise<readonly BuiltLine[] | EditRefusal> {
  const { input, order, present, who } = edit
  if (!input.lines) {
    return present.map(({ lineTotal: _lineTotal, priceReason, ...line }) => ({
      ...line,
      priceReason: json(priceReason),
    }))
  }
  const products = await productsForOrder(
    tx,
    input.lines.map((line) => line.productId),
  )
  return buildLines({
    supplierId: order.supplierId,
    orderId: order.orderId,
    inputs: input.lines,
    products,
    present,
    by: who.name,
  })
}

function editedDetails(input: OrderEdit, order: OrderRecord) {
  return {
    poNumber: input.poNumber === undefined ? order.poNumber : input.poNumber || null,
    deliveryOn: input.deliveryOn === undefined ? order.deliveryOn : input.deliveryOn,
    buyerNote: input.buyerNote ?? order.buyerNote,
    internalNote: input.internalNote ?? order.internalNote,
    freight: input.freight ?? order.freight,
    freightDescription: input.freightDescription ?? order.freightDescription,
    deliveryAddress: (input.deliveryAddress ?? order.deliveryAddress) as Record<string, string | undefined>,
    billingAddress: (input.billingAddress ?? order.billingAddress) as Record<string, string | undefined>,
  }
}

function detailChanges(order: OrderRecord, next: ReturnType<typeof editedDetails>): Change[] {
  const pairs: [string, string, string][] = [
    ['PO number', order.poNumber ?? '', next.poNumber ?? ''],
    ['Delivery day', order.deliveryOn ?? '', next.deliveryOn ?? ''],
    ['Delivery note', order.buyerNote, next.buyerNote],
    ['Internal note', order.internalNote, next.internalNote],
    ['Freight', formatMoney(order.freight, order.currency), formatMoney(next.freight, order.currency)],
    ['Freight description', order.freightDescription, next.freightDescription],
    ['Delivery address', addressText(order.deliveryAddress), addressText(next.deliveryAddress)],
    ['Billing address', addressText(order.billingAddress), addressText(next.billingAddress)],
  ]
  return pairs.filter(([, from, to]) => from !== to).map(([what, from, to]) => ({ what, from, to }))
}

function addressText(address: unknown): string {
  const fields = address as Record<string, string | undefined>
  return ['firstName', 'lastName', 'company', 'line1', 'line2', 'city', 'state', 'postcode', 'country']
    .map((field) => fields[field])
    .filter(Boolean)
    .join(', ')
}

function lineChanges(before: readonly LineRecord[], after: readonly BuiltLine[], currency: string): Change[] {
  const changes: Change[] = []
  const old = new Map(before.map((line) => [line.lineId, line]))
  for (const line of after) {
    const was = old.get(line.lineId)
    old.delete(line.lineId)
    const label = `${line.name} (${line.code})`
    if (!was || was.productId !== line.productId) {
      changes.push({
        what: 'Line',
        from: was ? `${was.quantity} × ${was.name} (${was.code})` : '',
        to: `${line.quantity} × ${label} at ${formatMoney(line.unitPrice, currency)}`,
      })
      continue
    }
    if (compare(decimal(was.quantity), decimal(line.quantity)) !== 0) {
      changes.push({
        what: `${label} · quantity`,
        from: formatShort(decimal(was.quantity)),
        to: line.quantity,
      })
    }
    if (compare(decimal(was.unitPrice), decimal(line.unitPrice)) !== 0) {
      changes.push({
        what: `${label} · price`,
        from: formatMoney(was.unitPrice, currency),
        to: formatMoney(line.unitPrice, currency),
      })
    }
    if (was.comment !== line.comment)
      changes.push({ what: `${label} · comment`, from: was.comment, to: line.comment ?? '' })
    if (was.position !== line.position)
      changes.push({ what: `${label} · place`, from: String(was.position), to: String(line.position) })
  }
  for (const gone of old.values()) {
    changes.push({
      what: 'Line',
      from: `${formatShort(decimal(gone.quantity))} × ${gone.name} (${gone.code})`,
      to: '',
    })
  }
  return changes
}
