// How a stored sales order reads on the wire where that differs from what was stored: status spelling, tax rate, prices in
// account currency. Reads must never change the stored order.

import type { Account } from './account.ts'
import { dividedBy, exact, roundTo, times, toNumber } from './decimal.ts'
import type { LineRow, OrderRow } from './rows.ts'

const specSpelling: Record<string, string> = { DRAFT: 'Draft', APPROVED: 'Approved', VOID: 'Void' }

/** A rate in percent as reads show it: a fraction (one live client) or percent (help text), by switch. */
export function fractionOf(account: Account, percent: number): number {
  if (account.switches.taxRateOnRead === 'percent') return percent
  return toNumber(times(exact(percent), exact(0.01)))
}

type InCurrency = Pick<OrderRow, 'currencyCode' | 'currencyRate'>

/** An amount of an order in another currency, in the account's: the rate is units of the other for one of the account's. */
function inAccountCurrency({ currencyRate }: InCurrency, amount: number): number {
  return toNumber(roundTo(dividedBy(exact(amount), exact(currencyRate)), 4))
}

/**
 * How a unit price of an order in another currency reads, or null where it reads as posted: readers multiply it by the rate
 * to get the order's currency (live, two clients).
 */
export function foreignPrice(account: Account, order: InCurrency): ((price: number) => number) | null {
  const { settings, switches } = account
  if (order.currencyCode === settings.currencyCode || switches.foreignUnitPrice !== 'accountCurrency')
    return null
  return (price) => inAccountCurrency(order, price)
}

/** How the totals of an order in another currency read, or null where they read as posted. */
export function foreignTotal(
  { settings, switches }: Account,
  order: InCurrency,
): ((amount: number) => number) | null {
  if (order.currencyCode === settings.currencyCode || switches.foreignTotals === 'asPosted') return null
  return (amount) => inAccountCurrency(order, amount)
}

const totalNames = ['productTotal', 'freightTotal', 'surcharge', 'discountTotal', 'total'] as const

function withoutNothings(line: LineRow): LineRow {
  return Object.assign(
    { ...line },
    line.discount === 0 && { discount: null },
    line.qtyShipped === 0 && { qtyShipped: null },
  )
}

export function presentableOrder(account: Account, order: OrderRow): OrderRow {
  const { switches } = account
  const status = String(order['status'])
  const shown: OrderRow = {
    ...order,
    taxRate: fractionOf(account, order.taxRate),
    status: switches.statusCase === 'upper' ? status : (specSpelling[status] ?? status),
    // Obsolete: null in every one of 10,140 orders of a live client.
    salesPersonEmail: null,
  }
  const totals = foreignTotal(account, order)
  if (totals) for (const name of totalNames) shown[name] = totals(order[name])
  const foreign = foreignPrice(account, order)
  if (foreign) {
    shown.lineItems = order.lineItems.map((line) => {
      const unitPrice = foreign(line.unitPrice ?? 0)
      const uomSize = exact(Number(line['uomSize']) || 1)
      return { ...line, unitPrice, uomPrice: toNumber(times(exact(unitPrice), uomSize)) }
    })
  }
  if (switches.lineNumbersOfNothing === 'null') shown.lineItems = shown.lineItems.map(withoutNothings)
  return shown
}
