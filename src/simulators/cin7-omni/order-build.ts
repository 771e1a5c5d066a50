// Builds a sales order from what a client sent, over the order that exists or over nothing. Pure but for reading the account:
// it stores nothing, so that a batch can be checked before any of it is kept.

import type { Account } from './account.ts'
import { customFieldsOf } from './custom-fields.ts'
import { BadRequest } from './list-query.ts'
import { buildLines } from './order-lines.ts'
import { totalsOf } from './order-totals.ts'
import { SALES_ORDER } from './models-sales.ts'
import { foreignPrice, foreignTotal, fractionOf } from './order-present.ts'
import type { ContactRow, OrderRow } from './rows.ts'
import { textOf } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

export class OrderRefused extends Error {}

/** Set by rules below or by Omni alone, never copied from the client as they are. */
const ruled = new Set(
  'id status modifiedDate source memberId memberEmail branchId taxStatus taxRate currencyCode currencyRate currencySymbol lineItems customFields isApproved isVoid stage reference dispatchedDate salesPersonEmail productTotal total invoiceNumber'.split(
    ' ',
  ),
)

const amounts = ['freightTotal', 'surcharge', 'discountTotal'] as const

function findMember(account: Account, sent: Sent, old: OrderRow | undefined): ContactRow | undefined {
  const id = Number(sent['memberId'] ?? 0)
  const email = textOf(sent['memberEmail']).trim()
  if (id === 0 && email === '') return old ? account.contacts.get(old.memberId) : undefined
  // memberId wins over memberEmail (live, one portal).
  const found = id === 0 ? account.contacts.by('email', email)[0] : account.contacts.get(id)
  if (found) return found
  const sentence =
    id === 0
      ? `The member with email ${email} could not be found.`
      : `The member with id ${id} could not be found.`
  if (account.switches.unknownMember === 'badRequest') throw new BadRequest(sentence)
  if (account.switches.unknownMember === 'recordFailure') throw new OrderRefused(sentence)
  return undefined
}

/** Pairs of a field of the order and the contact's field that it is taken from. */
const ownFields = [
  ...['firstName', 'lastName', 'company', 'email', 'phone', 'mobile', 'fax', 'paymentTerms'].map((name) => [
    name,
    name,
  ]),
  ...['FirstName', 'LastName', 'Company'].flatMap((name) => [
    [`delivery${name}`, uncapitalised(name)],
    [`billing${name}`, uncapitalised(name)],
  ]),
] as [string, string][]
const addressNames = ['Address1', 'Address2', 'City', 'State', 'Country', 'PostCode']
const inOrder = (name: string): string => (name === 'PostCode' ? 'PostalCode' : name)
const deliveryFields = addressNames.map((name) => [`delivery${inOrder(name)}`, uncapitalised(name)] as const)
const billingFields = addressNames.map((name) => [`billing${inOrder(name)}`, uncapitalised(name)] as const)
const postalFields = addressNames.map((name) => [`billing${inOrder(name)}`, `postal${name}`] as const)

function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** What the order takes from the contact when it leaves it out (guess, switch copyContact). */
function fromContact(contact: ContactRow): Sent {
  const parts: Sent = {}
  for (const [field, name] of ownFields) parts[field] = contact[name]
  for (const [field, name] of deliveryFields) parts[field] = contact[name]
  for (const [field, name] of contact['postalAddress1'] ? postalFields : billingFields)
    parts[field] = contact[name]
  parts['billingCompany'] = contact['billingCompany'] || contact.company
  return parts
}

function applyTax(account: Account, order: OrderRow, sent: Sent, old: OrderRow | undefined): void {
  const { settings, switches } = account
  const status = sent['taxStatus']
  if (typeof status === 'string' && status !== '' && status !== 'Undefined') order.taxStatus = status
  const posted = sent['taxRate'] as number | undefined
  // A PUT of the record as it was read must not change its rate, whatever form reads have (inferred).
  if (posted === undefined || (old && posted === fractionOf(account, old.taxRate))) return
  const rate =
    switches.taxRateOnWrite === 'fractionBelowOne' && posted > 0 && posted < 1 ? posted * 100 : posted
  const named = Boolean(order['alternativeTaxRate'] || order['costCenter'])
  if (rate === settings.taxRate || named || switches.otherTaxRate === 'accepted') order.taxRate = rate
}

function applyCurrency(account: Account, order: OrderRow, sent: Sent): void {
  const { settings } = account
  const code = textOf(sent['currencyCode']).toUpperCase() || order.currencyCode
  const rate = Number(sent['currencyRate'] ?? 0)
  if (code !== order.currencyCode || rate !== 0)
    order.currencyRate = rate || (settings.currencyRates[code] ?? 1)
  order.currencyCode = code
  order['currencySymbol'] = code === 'GBP' ? '£' : code === 'EUR' ? '€' : '$'
}

function applyBranch(account: Account, order: OrderRow, sent: Sent, old: OrderRow | undefined): void {
  const id = Number(sent['branchId'] ?? 0)
  if (id === 0) return
  if (!account.branches.get(id)) throw new OrderRefused(`The branch with id ${id} could not be found.`)
  if (old?.dispatchedDate && id !== old.branchId)
    throw new OrderRefused('The branch cannot be changed once the order is dispatched.')
  order.branchId = id
}

/** Fills shipped quantities and the words that Omni sets when an order becomes fully dispatched (spec and live). */
export function dispatched(order: OrderRow, at: string): OrderRow {
  const lineItems = order.lineItems.map((line) => ({
    ...line,
    qtyShipped: line.qty,
    uomQtyShipped: line.qty / (Number(line['uomSize']) || 1),
  }))
  return { ...order, lineItems, dispatchedDate: at, stage: 'Dispatched', logisticsStatus: 2 }
}

export function statusOf(order: Pick<OrderRow, 'isVoid' | 'isApproved'>): string {
  if (order.isVoid) return 'VOID'
  return order.isApproved ? 'APPROVED' : 'DRAFT'
}

/** Sets the order's totals and status, and returns it. */
export function withTotals(account: Account, order: OrderRow): OrderRow {
  const { productTotal, total } = totalsOf(order, account.switches)
  return Object.assign(order, { productTotal, total, status: statusOf(order) })
}

function blankOrder(account: Account): OrderRow {
  const { settings } = account
  return {
    id: 0,
    createdDate: account.nowWire(),
    createdBy: 1,
    processedBy: 1,
    reference: '',
    memberId: 0,
    isApproved: true,
    isVoid: false,
    stage: 'New',
    branchId: settings.defaultBranchId,
    freightTotal: 0,
    surcharge: 0,
    discountTotal: 0,
    productTotal: 0,
    total: 0,
    currencyCode: settings.currencyCode,
    currencyRate: 1,
    currencySymbol: settings.currencySymbol,
    taxStatus: settings.taxStatus,
    taxRate: settings.taxRate,
    invoiceNumber: 0,
    logisticsStatus: 0,
    source: 'API',
    accountingAttributes: { importDate: null, accountingImportStatus: 'NotImported' },
    lineItems: [],
  }
}

function copyPlain(order: OrderRow, sent: Sent): void {
  for (const field of SALES_ORDER.fields) {
    const value = sent[field.name]
    if (value !== undefined && !ruled.has(field.name)) order[field.name] = value
  }
  if (sent['isApproved'] !== undefined) order.isApproved = sent['isApproved'] === true
  if (sent['isVoid'] === true) order.isVoid = true
  if (typeof sent['stage'] === 'string') order.stage = sent['stage'] || 'New'
  if (typeof sent['reference'] === 'string' && sent['reference'].trim()) order.reference = sent['reference']
}

/** A client may have used the next generated reference for an order of its own; references are unique (spec). */
function generatedReference(account: Account, id: number): string {
  let reference = `SALE-${id}`
  for (let n = 2; account.orders.by('reference', reference).length > 0; n += 1) reference = `SALE-${id}-${n}`
  return reference
}

/** Sets what is known only when a new order is stored, and returns it. */
export function numbered(account: Account, order: OrderRow, id: number): OrderRow {
  order.id = id
  if (!order.reference) order.reference = generatedReference(account, id)
  for (const line of order.lineItems) line['transactionId'] = id
  if (order['invoiceDate'] && order.invoiceNumber === 0)
    order.invoiceNumber = account.counters.invoiceNumber + 1
  return order
}

/**
 * The order as it would be stored, totals included; a new one still lacks its numbers. Throws OrderRefused or BadRequest with
 * Omni's answer.
 */
export function buildOrder(account: Account, sent: Sent, old?: OrderRow): OrderRow {
  const contact = findMember(account, sent, old)
  let order: OrderRow = old ? { ...old } : blankOrder(account)
  if (!old && contact && account.switches.copyContact === 'yes') {
    for (const [name, value] of Object.entries(fromContact(contact)))
      if (value !== undefined) order[name] = value
  }
  if (old && account.switches.putOmittedAmounts === 'reset') for (const name of amounts) order[name] = 0
  copyPlain(order, sent)
  // A PUT of the record as it was read must not change its amounts, whatever currency reads have (inferred).
  const read = old ? foreignTotal(account, old) : null
  if (old && read) for (const name of amounts) if (sent[name] === read(old[name])) order[name] = old[name]
  order.memberId = contact?.id ?? (old?.memberId || Number(sent['memberId'] ?? 0))
  order['memberEmail'] = contact?.email ?? sent['memberEmail']
  applyBranch(account, order, sent, old)
  applyCurrency(account, order, sent)
  applyTax(account, order, sent, old)
  order['customFields'] = customFieldsOf(account, 'orders', sent, order)
  const lines = sent['lineItems'] as Sent[] | undefined
  const asRead = old ? foreignPrice(account, old) : null
  if (lines)
    order.lineItems = buildLines({ account, orderId: order.id, contact, asRead }, lines, old?.lineItems ?? [])
  if (typeof sent['dispatchedDate'] === 'string') {
    order = old?.dispatchedDate
      ? { ...order, dispatchedDate: sent['dispatchedDate'] }
      : dispatched(order, sent['dispatchedDate'])
  } else if (order.isApproved && order.logisticsStatus === 0) order.logisticsStatus = 1
  if (order.isVoid && !old?.isVoid) order['cancellationDate'] = account.nowWire()
  return withTotals(account, old ? numbered(account, order, old.id) : order)
}
