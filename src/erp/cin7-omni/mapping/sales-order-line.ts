/**
 * Makes one line of a Cin7 sales order. Cin7 counts in base units, so quantity and price are converted from our unit of sale;
 * a conversion that would change the line's total by a cent is a problem, never a silent difference.
 */
import { compare, type Decimal, divide, formatShort, multiply, round } from '../../../core/decimal.ts'
import type { SalesOrderLineIntent } from '../../port.ts'
import type { OmniSalesOrderLineRecord } from '../wire.ts'
import { present } from './present.ts'
import { type OmniProductKey, parseProductKey } from './product-key.ts'
import type { Problems } from './problems.ts'

/** Places of a unit price in Cin7 (inferred: its screens show four). */
const priceScale = 4

export interface BaseUnits {
  readonly quantity: Decimal
  readonly unitPrice: Decimal
}

/** Our quantity and price in Cin7's base units, the price rounded to what Cin7 keeps. `unitSize` must not be zero. */
export function inBaseUnits(quantity: Decimal, unitPrice: Decimal, unitSize: Decimal): BaseUnits {
  return { quantity: multiply(quantity, unitSize), unitPrice: divide(unitPrice, unitSize, priceScale) }
}

/** `number` counts lines from 1, for people. `digits` are the minor digits of the currency. */
export function toOmniLine(
  line: SalesOrderLineIntent,
  number: number,
  digits: number,
  problems: Problems,
): OmniSalesOrderLineRecord | undefined {
  const subject = { kind: 'line', id: line.lineId } as const
  const at = (what: string) => ({ field: `Line ${number} · ${what}`, subject })
  const key = keyOf(line, number, problems)
  const amounts = amountsOf(line, digits, at, problems)
  const lineComments = problems.text(at('comment'), line.comment)
  if (!key || !amounts) return undefined
  const qty = problems.number(at('quantity'), amounts.quantity, line.quantity)
  const unitPrice = problems.number(at('price'), amounts.unitPrice, line.unitPrice)
  if (qty === undefined || unitPrice === undefined) return undefined
  const code = problems.text(at('code'), line.code)
  return {
    productOptionId: key.optionId,
    qty,
    unitPrice,
    // The price is final: a discount of ours is inside it and never shown.
    discount: 0,
    ...present({
      code,
      name: problems.text(at('name'), line.name),
      option1: problems.text(at('option'), line.option1),
      option2: problems.text(at('option'), line.option2),
      option3: problems.text(at('option'), line.option3),
      lineComments,
    }),
    ...sizesOf(key, code, qty),
    integrationRef: line.lineId,
    sort: line.position,
  }
}

/**
 * With a size range a line names its size through `sizes` and `sizeCodes` (spec). The first is a list, the second reads back as
 * `Qty|Size|Code|Barcode` and is marked read-only in one field list; both are sent, as a read-only field is ignored (live).
 */
function sizesOf(
  key: OmniProductKey,
  code: string | undefined,
  qty: number,
): Pick<OmniSalesOrderLineRecord, 'sizes' | 'sizeCodes'> {
  const { size } = key
  if (size === undefined) return {}
  const sizes = [{ name: size, ...(code === undefined ? {} : { code }), qty }]
  const bar = size.includes('|') || code?.includes('|') === true
  return bar ? { sizes } : { sizes, sizeCodes: `${qty}|${size}|${code ?? ''}|` }
}

function keyOf(line: SalesOrderLineIntent, number: number, problems: Problems): OmniProductKey | undefined {
  const place = {
    field: `Line ${number} · product`,
    subject: { kind: 'product', id: line.productId } as const,
  }
  const what = line.code === '' ? line.name : `${line.code} ${line.name}`
  if (line.productKey === undefined) {
    return problems.add(
      place,
      'product-not-linked',
      what,
      `“${what}” is not linked to a product in Cin7. Link it.`,
    )
  }
  return (
    parseProductKey(line.productKey) ??
    problems.add(
      place,
      'value-invalid',
      line.productKey,
      `“${what}” is linked to “${line.productKey}”, which is no Cin7 product option. Link it again.`,
    )
  )
}

function amountsOf(
  line: SalesOrderLineIntent,
  digits: number,
  at: (what: string) => { field: string; subject: { kind: 'line'; id: string } },
  problems: Problems,
): BaseUnits | undefined {
  const quantity = problems.decimal(at('quantity'), line.quantity, 'any above zero')
  const price = problems.decimal(at('price'), line.unitPrice, 'zero or more')
  const size = problems.decimal(at('unit size'), line.unitSize, 'any above zero')
  if (!quantity || !price || !size) return undefined
  const base = inBaseUnits(quantity, price, size)
  const ours = round(multiply(quantity, price), digits)
  const theirs = round(multiply(base.quantity, base.unitPrice), digits)
  if (compare(ours, theirs) === 0) return base
  const each = formatShort(base.unitPrice, digits)
  return problems.add(
    at('price'),
    'value-invalid',
    line.unitPrice,
    `${line.quantity} × ${line.unitPrice} is ${formatShort(ours, digits)}, but in Cin7 it becomes ${formatShort(base.quantity)} × ${each} = ${formatShort(theirs, digits)}, because Cin7 keeps ${priceScale} decimals for one base unit. Choose a price that divides by ${line.unitSize}.`,
  )
}
