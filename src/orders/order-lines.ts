/** From what a person typed to the lines of an order: products looked up, prices found, totals computed. Never rounds a price. */
import { compare, decimal, format, formatShort } from '../core/decimal.ts'
import { newId } from '../core/ids.ts'
import {
  type OrderTotals,
  type TaxRounding,
  type TaxTreatment,
  formatMoney,
  orderTotals,
} from '../core/money.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { LineInput } from '../contract/orders.ts'
import type { OrderableProduct } from '../catalogue/orderable-products.ts'
import { json } from '../db/json.ts'
import type { OrderLinesTable } from '../db/tables.ts'
import type { Insertable } from 'kysely'
import type { LineRecord } from './order-store.ts'

/** How a line's price came about; stored with the line. */
export interface PriceReason {
  readonly from: 'list' | 'typed'
  /** The list price at that moment; null when there was none. */
  readonly list: string | null
  readonly tier: string | null
  readonly by: string
}

export interface Pricing {
  readonly currency: string
  readonly taxTreatment: TaxTreatment
  readonly taxRate: string
  readonly taxRounding: TaxRounding
  readonly freight: string
}

export interface LineBuild {
  readonly supplierId: string
  readonly orderId: string
  readonly inputs: readonly LineInput[]
  readonly products: ReadonlyMap<string, OrderableProduct>
  /** The lines as they are, so that a line that stays keeps its price. */
  readonly present: readonly LineRecord[]
  readonly by: string
}

export type BuiltLine = Omit<Insertable<OrderLinesTable>, 'lineTotal'> & {
  readonly quantity: string
  readonly unitPrice: string
}

type LineRefusal = Refusal<'product-unknown' | 'product-not-orderable' | 'line-unknown'>

/** The lines to store, without their totals; or why not, naming each line at fault. */
export function buildLines(build: LineBuild): readonly BuiltLine[] | LineRefusal {
  const present = new Map(build.present.map((line) => [line.lineId, line]))
  const built: BuiltLine[] = []
  for (const [index, input] of build.inputs.entries()) {
    const line = buildLine(build, input, present)
    // One line of the order stands for one line only.
    if (input.lineId !== undefined) present.delete(input.lineId)
    if ('refused' in line) {
      return {
        ...line,
        fields: [
          {
            path: `lines.${index}.${line.code === 'line-unknown' ? 'lineId' : 'productId'}`,
            message: line.sentence,
          },
        ],
      }
    }
    built.push({ ...line, position: index + 1 })
  }
  return built
}

function buildLine(
  build: LineBuild,
  input: LineInput,
  present: ReadonlyMap<string, LineRecord>,
): BuiltLine | LineRefusal {
  const before = input.lineId === undefined ? undefined : present.get(input.lineId)
  if (input.lineId !== undefined && !before) {
    return refuse('line-unknown', 'A line of this order is not there any more. Load the order again.')
  }
  const product = build.products.get(input.productId)
  if (!product)
    return refuse('product-unknown', 'A product of this order does not exist. Choose another one.')
  const same = before?.productId === input.productId ? before : undefined
  if (!same && !product.isActive) {
    return refuse(
      'product-not-orderable',
      `${product.name} (${product.code}) is not sold any more. Choose another product.`,
    )
  }
  const price = input.unitPrice ?? same?.unitPrice ?? product.basePrice ?? undefined
  if (price === undefined) {
    return refuse(
      'product-not-orderable',
      `${product.name} (${product.code}) has no price. Give it a price first, or type one on the line.`,
    )
  }
  return {
    supplierId: build.supplierId,
    orderId: build.orderId,
    lineId: before?.lineId ?? newId(),
    position: 0,
    productId: product.productId,
    code: same?.code ?? product.code,
    name: same?.name ?? product.name,
    option1: same ? same.option1 : product.option1,
    option2: same ? same.option2 : product.option2,
    option3: same ? same.option3 : product.option3,
    size: same ? same.size : product.size,
    unit: same ? same.unit : product.unit,
    unitSize: same?.unitSize ?? product.unitSize,
    quantity: formatShort(decimal(input.quantity)),
    unitPrice: formatShort(decimal(price), 2),
    priceReason: json(reasonFor(build, { product, same, price, typed: input.unitPrice })),
    comment: input.comment ?? same?.comment ?? '',
    quantityShipped: '0',
  }
}

function reasonFor(
  build: LineBuild,
  line: { product: OrderableProduct; same: LineRecord | undefined; price: string; typed: string | undefined },
): PriceReason {
  const unchanged = line.same && compare(decimal(line.same.unitPrice), decimal(line.price)) === 0
  if (unchanged) return line.same?.priceReason as unknown as PriceReason
  const list = line.product.basePrice
  const isList =
    line.typed === undefined || (list !== null && compare(decimal(list), decimal(line.price)) === 0)
  return { from: isList ? 'list' : 'typed', list, tier: line.product.tierLabel ?? null, by: build.by }
}

/** The greatest amount that is stored, and that is exact as the number that an ERP is sent. */
const greatestAmount = decimal('999999999999.99')

/** Each line with its total, and the order's totals; or that they are greater than any order of goods. */
export function totalLines(
  lines: readonly BuiltLine[],
  pricing: Pricing,
): { lines: Insertable<OrderLinesTable>[]; totals: OrderTotals } | Refusal<'invalid-request'> {
  const totals = orderTotals({
    ...pricing,
    lines: lines.map((line) => ({ quantity: line.quantity, unitPrice: line.unitPrice })),
  })
  if (compare(decimal(totals.total), greatestAmount) > 0) {
    const sentence = `The order comes to ${formatMoney(totals.total, pricing.currency)}, and ${formatMoney(format(greatestAmount), pricing.currency)} is the most that an order can come to. Look for a quantity or price that is too large.`
    return refuse('invalid-request', sentence, { fields: [{ path: 'lines', message: sentence }] })
  }
  return {
    lines: lines.map((line, index) => ({ ...line, lineTotal: totals.lineTotals[index] ?? '0' })),
    totals,
  }
}
