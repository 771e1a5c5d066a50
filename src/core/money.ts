/**
 * Money in minor units (cents) as bigint, and the arithmetic of an order: line totals, tax, total. Pure; the sums here are
 * the ones shown to people and compared with what the ERP computes.
 */
import {
  type Decimal,
  type DecimalText,
  add,
  decimal,
  divide,
  format,
  multiply,
  round,
  zero,
} from './decimal.ts'

/** ISO 4217 code. All currencies handled have two minor digits except those listed in `minorDigits`. */
export type CurrencyCode = string

/** How prices relate to tax: prices without it, prices with it inside, or no tax at all. */
export type TaxTreatment = 'exclusive' | 'inclusive' | 'exempt'

/** Whether tax is rounded on each line and then summed, or computed once on the order's taxable sum. */
export type TaxRounding = 'line' | 'order'

const zeroDigitCurrencies = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'XPF', 'VUV', 'UGX', 'PYG'])

/** Number of minor digits of a currency: 2 for NZD, AUD, USD, GBP, EUR; 0 for JPY and the like. */
export function minorDigits(currency: CurrencyCode): number {
  return zeroDigitCurrencies.has(currency) ? 0 : 2
}

/** Making a format costs a hundred times what using it does. */
const formats = new Map<CurrencyCode, Intl.NumberFormat>()

/** An amount in a sentence for staff, as their pages write it: `$1,164.50`; a price keeps up to four decimals. */
export function formatMoney(amount: DecimalText, currency: CurrencyCode): string {
  const known = formats.get(currency) ?? moneyFormat(currency)
  formats.set(currency, known)
  return known.format(amount as `${number}`)
}

function moneyFormat(currency: CurrencyCode): Intl.NumberFormat {
  const digits = minorDigits(currency)
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 4),
  })
}

export interface PricedLine {
  /** Units ordered, at most 4 decimals. */
  readonly quantity: DecimalText
  /** Price of one unit, at most 4 decimals, in the order's currency, with or without tax as the treatment says. */
  readonly unitPrice: DecimalText
}

export interface OrderTotalsInput {
  readonly currency: CurrencyCode
  readonly taxTreatment: TaxTreatment
  readonly taxRounding: TaxRounding
  /** Percent: `15` is 15 %. */
  readonly taxRate: DecimalText
  /** Freight as decimal text in the order's currency, taxed as the lines are. */
  readonly freight: DecimalText
  readonly lines: readonly PricedLine[]
}

export interface OrderTotals {
  /** Each line's quantity × price, rounded half up to the minor unit. Decimal text in major units. */
  readonly lineTotals: readonly DecimalText[]
  readonly productTotal: DecimalText
  readonly freight: DecimalText
  /** Tax added on top (exclusive), contained (inclusive) or zero (exempt). */
  readonly tax: DecimalText
  readonly total: DecimalText
}

/** quantity × unit price rounded half up to the currency's minor unit. */
export function lineTotal(line: PricedLine, currency: CurrencyCode): Decimal {
  return round(multiply(decimal(line.quantity), decimal(line.unitPrice)), minorDigits(currency))
}

/**
 * The totals of an order. Tax is taken on products and freight together; `taxRounding` says whether each line's (and the
 * freight's) tax is rounded before adding up. Inclusive prices contain their tax, so the total is their plain sum.
 */
export function orderTotals(input: OrderTotalsInput): OrderTotals {
  const digits = minorDigits(input.currency)
  const lines = input.lines.map((line) => lineTotal(line, input.currency))
  const productTotal = round(lines.reduce(add, zero), digits)
  const freight = round(decimal(input.freight), digits)
  const taxable = [...lines, freight]
  const tax = round(taxOf(taxable, input, digits), digits)
  const sum = add(productTotal, freight)
  const total = input.taxTreatment === 'exclusive' ? add(sum, tax) : sum
  return {
    lineTotals: lines.map(format),
    productTotal: format(productTotal),
    freight: format(freight),
    tax: format(tax),
    total: format(round(total, digits)),
  }
}

function taxOf(amounts: readonly Decimal[], input: OrderTotalsInput, digits: number): Decimal {
  if (input.taxTreatment === 'exempt') return zero
  const rate = decimal(input.taxRate)
  const hundred: Decimal = { units: 100n, scale: 0 }
  const part = (amount: Decimal): Decimal =>
    input.taxTreatment === 'exclusive'
      ? divide(multiply(amount, rate), hundred, digits)
      : divide(multiply(amount, rate), add(hundred, rate), digits)
  return input.taxRounding === 'line' ? amounts.map(part).reduce(add, zero) : part(amounts.reduce(add, zero))
}
