// The totals of a sales order. This file is the only place that knows the rule; it must never read anything but the order.
//
// Evidence. "Order total incl. Product, Freight, Discount, Surcharge, and Tax" is the field's own text (spec). That
// total = product + freight + surcharge - discount + tax, with no tax added for Incl, is inferred from it. That freight and
// surcharge are taxed and the discount lowers the tax base is a guess. Rounding half away from zero to 2 decimals, per line
// and once for the tax of the whole order, is a guess; the switch `taxRounding` rounds the tax of each line instead.

import { exact, roundTo, times, toNumber } from './decimal.ts'
import type { Exact } from './decimal.ts'
import type { LineRow } from './rows.ts'

export type TotalsInput = {
  lineItems: Pick<LineRow, 'qty' | 'unitPrice' | 'discount' | 'taxRate'>[]
  freightTotal: number
  surcharge: number
  discountTotal: number
  taxStatus: string
  /** Percent: 15 for 15 %. */
  taxRate: number
}

export type TotalsRule = { taxRounding: string; lineTaxRate: string }

export type Totals = { lineTotals: number[]; productTotal: number; tax: number; total: number }

const hundredth = exact(0.01)

function lineTotal(line: TotalsInput['lineItems'][number]): Exact {
  return roundTo(times(exact(line.qty), exact(line.unitPrice)) - exact(line.discount), 2)
}

function taxOf(order: TotalsInput, rule: TotalsRule, lines: Exact[], extras: Exact): Exact {
  if (order.taxStatus !== 'Excl') return 0n
  const rate = times(exact(order.taxRate), hundredth)
  const rateOfLine = (index: number): Exact => {
    const own = order.lineItems[index]?.taxRate
    return rule.lineTaxRate === 'used' && own !== undefined ? times(exact(own), hundredth) : rate
  }
  const parts = [...lines.map((amount, index) => times(amount, rateOfLine(index))), times(extras, rate)]
  if (rule.taxRounding === 'perLine') return parts.reduce((sum, part) => sum + roundTo(part, 2), 0n)
  return roundTo(
    parts.reduce((sum, part) => sum + part, 0n),
    2,
  )
}

/** Totals in the order's currency. `tax` is what is added: 0 for Incl and Exempt. */
export function totalsOf(order: TotalsInput, rule: TotalsRule): Totals {
  const lines = order.lineItems.map(lineTotal)
  const product = lines.reduce((sum, amount) => sum + amount, 0n)
  const extras = exact(order.freightTotal) + exact(order.surcharge) - exact(order.discountTotal)
  const tax = taxOf(order, rule, lines, extras)
  return {
    lineTotals: lines.map(toNumber),
    productTotal: toNumber(roundTo(product, 2)),
    tax: toNumber(tax),
    total: toNumber(roundTo(product + extras + tax, 2)),
  }
}
