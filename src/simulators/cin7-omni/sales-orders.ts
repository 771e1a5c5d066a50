// Sales orders: create, change, and what only the warehouse does (dispatch, void). The one place that stores an order, so
// stock, totals and modifiedDate always move together.

import type { Account } from './account.ts'
import { alterOrder } from './alter-order.ts'
import { claimedByAnother, duplicateSentence } from './batch.ts'
import type { Prepared, Refused, WriteContext } from './batch.ts'
import { BadRequest } from './list-query.ts'
import { buildOrder, dispatched, numbered, OrderRefused, withTotals } from './order-build.ts'
import { LineRefused } from './order-lines.ts'
import { SALES_ORDER } from './models-sales.ts'
import type { OrderRow } from './rows.ts'
import { moveStock } from './stock.ts'
import { readRecord, textOf } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

/** Stores an order that was made anew, and returns it. */
export function saveOrder(account: Account, order: OrderRow): OrderRow {
  const before = account.orders.get(order.id)
  order.modifiedDate = account.nowWire()
  if (order.invoiceNumber > account.counters.invoiceNumber)
    account.counters.invoiceNumber = order.invoiceNumber
  moveStock(account, before, order)
  account.orders.put(order)
  account.changed('data')
  return order
}

function refusal(error: unknown): Refused {
  if (error instanceof OrderRefused || error instanceof LineRefused) return { errors: [error.message] }
  throw error
}

/** What a second order with the same reference does is the most important unknown: see the switch. */
function duplicate(context: WriteContext, reference: string, ownId: number): string | null {
  const { account } = context
  const name = `reference:${reference.toLowerCase()}`
  const taken =
    claimedByAnother(context, name, ownId) ||
    account.orders.by('reference', reference).some((order) => order.id !== ownId)
  if (!taken || account.switches.duplicateReference === 'accept') return null
  const sentence = duplicateSentence(account, `Reference '${reference}' already exists.`)
  if (account.switches.duplicateReference === 'badRequest') throw new BadRequest(sentence)
  return sentence
}

export function createOrder(record: Sent, context: WriteContext): Prepared {
  const { account } = context
  const reference = textOf(record['reference']).trim()
  let built: OrderRow
  try {
    built = buildOrder(account, record)
    const taken = reference === '' ? null : duplicate(context, reference, 0)
    if (taken !== null) return { errors: [taken] }
  } catch (error) {
    return refusal(error)
  }
  const { lateListMs } = context
  return {
    store: () => {
      const id = account.orders.highestId + 1
      const order = alterOrder(context, numbered(account, built, id))
      if (lateListMs) order.listedAtMs = account.now() + lateListMs
      if (context.alter.some(({ kind }) => kind === 'notStored')) {
        // Its id is gone with it.
        account.orders.put(order)
        account.orders.remove(id)
      } else saveOrder(account, order)
      return { id, code: order.reference }
    },
  }
}

const voidingOnly = new Set(['id', 'isVoid', 'isApproved'])

export function updateOrder(record: Sent, context: WriteContext): Prepared {
  const { account } = context
  const id = Number(record['id'] ?? 0)
  const old = account.orders.get(id)
  // The text and that it is a record failure are guesses.
  if (!old) return { errors: [`The sales order with id ${id} could not be found.`] }
  const voided = { errors: ['The sales order is void and cannot be changed.'] }
  // Voiding it again changes nothing; nothing takes it back.
  const onlyVoids = record['isVoid'] !== false && Object.keys(record).every((name) => voidingOnly.has(name))
  if (old.isVoid && !onlyVoids) return voided
  const reference = textOf(record['reference']).trim()
  try {
    buildOrder(account, record, old)
    const taken = reference === '' || reference === old.reference ? null : duplicate(context, reference, id)
    if (taken !== null) return { errors: [taken] }
  } catch (error) {
    return refusal(error)
  }
  return {
    store: () => {
      // A record before this one in the same request may have changed the order.
      const current = account.orders.get(id) ?? old
      if (current.isVoid) return onlyVoids ? { id, code: current.reference } : voided
      try {
        const order = saveOrder(account, alterOrder(context, buildOrder(account, record, current)))
        return { id, code: order.reference }
      } catch (error) {
        return refusal(error)
      }
    },
  }
}

function orderOrThrow(account: Account, id: number): OrderRow {
  const order = account.orders.get(id)
  if (!order) throw new RangeError(`There is no sales order with id ${id}.`)
  return order
}

export type DispatchPart = {
  /** Line id and how many leave now; left out: everything that is still open. */
  lines?: { lineId: number; qty: number }[]
  carrier?: string
  trackingCode?: string
}

/** A partial dispatch shows in qtyShipped with dispatchedDate still null (inferred); the last part dispatches the order. */
export function dispatchOrder(account: Account, id: number, part: DispatchPart): OrderRow {
  const order = orderOrThrow(account, id)
  if (order.isVoid)
    throw new RangeError(`Sales order ${order.reference} is void, so it cannot be dispatched.`)
  if (order.dispatchedDate) throw new RangeError(`Sales order ${order.reference} is already dispatched.`)
  const lineItems = order.lineItems.map((line) => {
    const leaving = part.lines?.filter((one) => one.lineId === line.id).reduce((sum, one) => sum + one.qty, 0)
    if (leaving === undefined) return { ...line, qtyShipped: line.qty }
    const qtyShipped = line.qtyShipped + leaving
    if (!(leaving >= 0) || qtyShipped > line.qty) {
      throw new RangeError(
        `Line ${line.id} has ${line.qty - line.qtyShipped} left to dispatch, not ${leaving}.`,
      )
    }
    return { ...line, qtyShipped, uomQtyShipped: qtyShipped / (Number(line['uomSize']) || 1) }
  })
  const unknown = part.lines?.find((one) => !order.lineItems.some((line) => line.id === one.lineId))
  if (unknown) throw new RangeError(`Sales order ${order.reference} has no line ${unknown.lineId}.`)
  const shipment = {
    logisticsCarrier: part.carrier ?? order['logisticsCarrier'],
    trackingCode: part.trackingCode ?? order['trackingCode'],
  }
  const next = { ...order, ...shipment, lineItems }
  const complete = lineItems.every((line) => line.qtyShipped >= line.qty)
  return saveOrder(account, complete ? dispatched(next, account.nowWire()) : next)
}

/** A person takes a dispatch back, whole or part: nothing of it has left (guess: nothing is known of how Omni shows that). */
export function undispatchOrder(account: Account, id: number): OrderRow {
  const { dispatchedDate, ...order } = orderOrThrow(account, id)
  if (!dispatchedDate && order.lineItems.every((line) => line.qtyShipped === 0))
    throw new RangeError(`Sales order ${order.reference} is not dispatched.`)
  const lineItems = order.lineItems.map((line) => ({ ...line, qtyShipped: 0, uomQtyShipped: 0 }))
  return saveOrder(account, { ...order, lineItems, stage: 'New', logisticsStatus: 1 })
}

export function voidOrder(account: Account, id: number): OrderRow {
  const order = orderOrThrow(account, id)
  if (order.isVoid) return order
  return saveOrder(
    account,
    withTotals(account, { ...order, isVoid: true, cancellationDate: account.nowWire() }),
  )
}

/** A change made by a person in Omni: the same fields as a PUT. Lines merge by id whatever the switch; a line with `remove: true` goes. */
export function editOrder(account: Account, id: number, patch: Sent): OrderRow {
  const order = orderOrThrow(account, id)
  if (order.isVoid) throw new RangeError(`Sales order ${order.reference} is void, so it cannot be edited.`)
  const sent = readRecord(SALES_ORDER, patch)
  const removed = new Set(
    (Array.isArray(patch['lineItems']) ? (patch['lineItems'] as Sent[]) : []).flatMap((line) =>
      line['remove'] === true ? [Number(line['id'])] : [],
    ),
  )
  const lines = sent['lineItems'] as Sent[] | undefined
  if (lines) {
    const named = new Set(lines.map((line) => Number(line['id'] ?? 0)))
    const untouched = order.lineItems.filter((line) => !named.has(line.id)).map((line) => ({ id: line.id }))
    sent['lineItems'] = [...lines.filter((line) => !removed.has(Number(line['id'] ?? 0))), ...untouched]
  }
  const kept = { ...order, lineItems: order.lineItems.filter((line) => !removed.has(line.id)) }
  const built = buildOrder(account, sent, kept)
  built.lineItems.sort((a, b) => a.sort - b.sort || a.id - b.id)
  return saveOrder(account, built)
}
