/**
 * Compares a sales order as Cin7 has it with the one that was asked for, field by field, in a person's words. Only what was
 * asked is compared; what Cin7 adds by itself (invoice number, kit components) is no difference, nor is the stage, which the
 * warehouse may move on before the order is read back.
 */
import {
  compare,
  type Decimal,
  decimal,
  divide,
  formatShort,
  multiply,
  round,
} from '../../../core/decimal.ts'
import { minorDigits } from '../../../core/money.ts'
import { type Difference, type FoundSalesOrder, INCOMPARABLE, type SalesOrderIntent } from '../../port.ts'
import type { OmniSalesOrder } from '../wire.ts'
import { compareLines, matchLines } from './compare-lines.ts'
import { deliveryDayOf, statusOf, toRemoteSalesOrder } from './dispatch.ts'
import { omniTaxStatus, toOmniSalesOrder } from './sales-order.ts'

export function compareSalesOrder(intent: SalesOrderIntent, order: OmniSalesOrder): FoundSalesOrder {
  const mapped = toOmniSalesOrder(intent)
  const matching = matchLines(intent, order)
  // The customer is that of the link as it is now, which may be another than when it was sent, or none.
  const isAlike =
    order.reference === intent.reference &&
    String(order.memberId) === intent.customer.customerKey &&
    matching.isAlike
  const isOurs = matching.isProven || isAlike
  if (!mapped.ok) {
    const differences = mapped.problems.map((problem) => ({
      what: problem.field,
      expected: 'as ordered',
      seen: INCOMPARABLE,
      sentence: `Sales order ${order.reference ?? intent.reference} in Cin7 cannot be compared with the order: ${problem.sentence}`,
    }))
    return { order: toRemoteSalesOrder(order), differences, isOurs }
  }
  const differences = [
    ...compareHeader(intent, order),
    ...compareCustomFields(intent, order),
    ...compareLines(matching, moneyOf(order)),
    // Last: it only follows from the others, and people are told the first.
    ...compareTotal(intent, order),
  ]
  return { order: toRemoteSalesOrder(order), differences, isOurs }
}

/** Tells whether an amount that Cin7 shows is the one that was asked for, at so many places. */
export type SameMoney = (asked: Decimal, seen: Decimal | undefined, scale: number) => boolean

/**
 * In an order of another currency Cin7 shows unit prices in the account's currency (live x2: readers multiply by the rate) and
 * nothing says which currency its totals are in, so both readings of an amount are accepted there (guess).
 */
function moneyOf(order: OmniSalesOrder): SameMoney {
  const rate = order.currencyRate
  const foreign =
    rate && compare(rate, decimal('0')) > 0 && compare(rate, decimal('1')) !== 0 ? rate : undefined
  return (asked, seen, scale) => {
    if (seen === undefined) return false
    if (compare(round(seen, scale), round(asked, scale)) === 0) return true
    // Divided, not multiplied: Cin7's own division has already been rounded.
    return foreign !== undefined && compare(round(seen, scale), divide(asked, foreign, scale)) === 0
  }
}

function compareHeader(intent: SalesOrderIntent, order: OmniSalesOrder): Difference[] {
  const found: Difference[] = []
  const expect = (what: string, same: boolean, expected: string, seen: string | undefined): void => {
    if (!same) found.push({ what, expected, seen: seen ?? 'nothing' })
  }
  const expectText = (what: string, asked: string | undefined, seen: string | undefined): void => {
    const text = asked?.trim().replaceAll('\r\n', '\n')
    if (text !== undefined && text !== '') expect(what, seen === text, text, seen)
  }
  const digits = minorDigits(intent.currency)
  const same = moneyOf(order)
  expectText('Reference', intent.reference, order.reference)
  const status = statusOf(order)
  expect('Status', status === 'approved', 'approved', status)
  expectText(
    'Customer',
    intent.customer.customerKey,
    order.memberId === undefined ? undefined : String(order.memberId),
  )
  expectText('Branch', intent.branchKey, order.branchId === undefined ? undefined : String(order.branchId))
  expectText('PO number', intent.poNumber, order.customerOrderNo)
  expectText('Delivery day', intent.deliveryOn, deliveryDayOf(order))
  if (order.currencyCode !== undefined)
    expectText('Currency', intent.currency, order.currencyCode.toUpperCase())
  expect(
    'Freight',
    same(decimal(intent.freight), order.freightTotal, digits),
    intent.freight,
    order.freightTotal && formatShort(order.freightTotal, digits),
  )
  const taxStatus = omniTaxStatus[intent.taxTreatment]
  expect('Tax status', order.taxStatus?.toLowerCase() === taxStatus.toLowerCase(), taxStatus, order.taxStatus)
  expect(
    'Tax rate',
    sameRate(intent, order.taxRate),
    `${intent.taxRate} %`,
    order.taxRate && formatShort(order.taxRate),
  )
  return found
}

function compareTotal({ totals, currency }: SalesOrderIntent, order: OmniSalesOrder): Difference[] {
  const digits = minorDigits(currency)
  if (moneyOf(order)(decimal(totals.total), order.total, digits)) return []
  const seen = order.total && formatShort(order.total, digits)
  return [{ what: 'Total', expected: totals.total, seen: seen ?? 'nothing' }]
}

/**
 * Posted as percent, read back as a fraction by one live client and as percent by the spec's text, so both are the same rate. A
 * null rate (allowed by the 2019 client) says nothing; a wrong one would show in the total.
 */
function sameRate(intent: SalesOrderIntent, seen: Decimal | undefined): boolean {
  if (seen === undefined || intent.taxTreatment === 'exempt') return true
  const asked = decimal(intent.taxRate)
  return compare(seen, asked) === 0 || compare(multiply(seen, decimal('100')), asked) === 0
}

function compareCustomFields(intent: SalesOrderIntent, order: OmniSalesOrder): Difference[] {
  return Object.entries(intent.customFields).flatMap(([name, value]) => {
    const seen = order.customFields[name]
    const text = value.trim().replaceAll('\r\n', '\n')
    if (text === '' || seen === text) return []
    return [{ what: `Custom field ${name}`, expected: text, seen: seen ?? 'nothing' }]
  })
}
