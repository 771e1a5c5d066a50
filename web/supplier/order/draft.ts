// What a person has typed into an order and not saved yet: its lines and details as text, and what differs from what is
// saved. Pure; prices and quantities stay text and are only ever compared as exact decimals.
import { compare, decimal, formatShort, parseDecimal } from '../../../src/core/decimal.ts'
import { price, quantity } from '../../../src/contract/fields.ts'
import type { BodyIn } from '../../../src/contract/endpoint.ts'
import type { LineInput, editOrder } from '../../../src/contract/orders.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import type { ProductRow } from '../../../src/contract/products.ts'

export type DraftLine = {
  /** The line's id, or one made up for a line that is not saved yet. */
  readonly key: string
  readonly isSaved: boolean
  readonly productId: string
  readonly code: string
  readonly name: string
  readonly option: string
  readonly unit: string | null
  readonly image: string | null
  readonly quantity: string
  readonly unitPrice: string
  readonly comment: string
  readonly listPrice: string | null
  readonly priceReason: string
}
export type LineField = 'quantity' | 'unitPrice' | 'comment'
export const lineFields = ['quantity', 'unitPrice', 'comment'] as const

export const addressFields = [
  'firstName',
  'lastName',
  'company',
  'line1',
  'line2',
  'city',
  'state',
  'postcode',
  'country',
] as const
export type AddressField = (typeof addressFields)[number]
export type AddressName = 'deliveryAddress' | 'billingAddress'

/** The details by their path in the request. */
export type DetailKey =
  | 'poNumber'
  | 'deliveryOn'
  | 'buyerNote'
  | 'internalNote'
  | 'freight'
  | 'freightDescription'
  | `${AddressName}.${AddressField}`
export type Details = Readonly<Record<DetailKey, string>>
export type Draft = { readonly lines: readonly DraftLine[]; readonly details: Details }

type AddressParts = Readonly<Partial<Record<AddressField, string | undefined>>>
type DetailSource = {
  poNumber: string | null
  deliveryOn: string | null
  buyerNote: string
  internalNote: string
  freight: string
  freightDescription: string
  deliveryAddress: AddressParts
  billingAddress: AddressParts
}

/** A decimal without padding, keeping at least `least` places; text that is no number stays as it is. */
export function tidy(text: string, least = 0): string {
  const value = parseDecimal(text)
  return value === undefined ? text : formatShort(value, least)
}

export function detailsOf(source: DetailSource): Details {
  const plain = {
    poNumber: source.poNumber ?? '',
    deliveryOn: source.deliveryOn ?? '',
    buyerNote: source.buyerNote,
    internalNote: source.internalNote,
    freight: tidy(source.freight, 2),
    freightDescription: source.freightDescription,
  }
  const addresses = (['deliveryAddress', 'billingAddress'] as const).flatMap((name) =>
    addressFields.map((field) => [`${name}.${field}`, source[name][field] ?? ''] as const),
  )
  return { ...plain, ...Object.fromEntries(addresses) } as Details
}

/** The saved order as a draft that differs in nothing. */
export function draftOf(order: OrderView): Draft {
  return {
    details: detailsOf(order),
    lines: order.lines.map((line) => ({
      key: line.lineId,
      isSaved: true,
      productId: line.productId,
      code: line.code,
      name: line.name,
      option: line.option,
      unit: line.unit,
      image: line.image,
      quantity: tidy(line.quantity),
      unitPrice: tidy(line.unitPrice, 2),
      comment: line.comment,
      listPrice: line.listPrice,
      priceReason: line.priceReason,
    })),
  }
}

let made = 0

/** A line for a product that was just chosen, at its list price. Without one the price is left for the person to type. */
export function lineFor(product: ProductRow, count: string): DraftLine {
  made += 1
  return {
    key: `new-${made}`,
    isSaved: false,
    productId: product.productId,
    code: product.code,
    name: product.name,
    option: '',
    unit: product.unit,
    image: product.image?.small ?? null,
    quantity: tidy(count),
    unitPrice: product.basePrice === null ? '' : tidy(product.basePrice, 2),
    comment: '',
    listPrice: product.basePrice,
    priceReason: '',
  }
}

/** Whether two typed values say the same: `5` and `5.00` do. */
export function same(a: string, b: string): boolean {
  if (a === b) return true
  const [x, y] = [parseDecimal(a), parseDecimal(b)]
  return x !== undefined && y !== undefined && compare(x, y) === 0
}

export function differsFromList(line: Pick<DraftLine, 'listPrice' | 'unitPrice'>): boolean {
  return line.listPrice !== null && !same(line.listPrice, line.unitPrice)
}

/** Whether a value may be sent. */
export function isGood(field: LineField, value: string): boolean {
  if (field === 'quantity') return quantity.safeParse(value).success
  if (field === 'unitPrice') return price.safeParse(value).success
  return value.length <= 500
}

/** Keys of the lines that cannot be saved as they stand. */
export function badLines(lines: readonly DraftLine[]): readonly DraftLine[] {
  return lines.filter((line) => lineFields.some((field) => !isGood(field, line[field])))
}

/** Lines with values that can be computed with; what is not a number yet counts as nothing. */
export function countable(lines: readonly DraftLine[]): { quantity: string; unitPrice: string }[] {
  return lines.map((line) => ({
    quantity: isGood('quantity', line.quantity) ? line.quantity : '0',
    unitPrice: isGood('unitPrice', line.unitPrice) ? line.unitPrice : '0',
  }))
}

export function linesBody(lines: readonly DraftLine[]): LineInput[] {
  return lines.map((line) => ({
    ...(line.isSaved ? { lineId: line.key } : {}),
    productId: line.productId,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    comment: line.comment,
  }))
}

/** All details in the request's form. */
export function detailsBody(details: Details) {
  const address = (name: AddressName) =>
    Object.fromEntries(
      addressFields.flatMap((field) => {
        const value = details[`${name}.${field}`].trim()
        return value === '' ? [] : [[field, value]]
      }),
    )
  return {
    poNumber: details.poNumber.trim() === '' ? null : details.poNumber.trim(),
    deliveryOn: details.deliveryOn === '' ? null : details.deliveryOn,
    buyerNote: details.buyerNote,
    internalNote: details.internalNote,
    freight: details.freight.trim() === '' ? '0' : details.freight,
    freightDescription: details.freightDescription,
    deliveryAddress: address('deliveryAddress'),
    billingAddress: address('billingAddress'),
  }
}

export function linesDiffer(base: readonly DraftLine[], mine: readonly DraftLine[]): boolean {
  if (base === mine) return false
  return (
    base.length !== mine.length ||
    mine.some((line, index) => {
      const was = base[index]
      if (was === line) return false
      return was?.key !== line.key || lineFields.some((field) => !same(was[field], line[field]))
    })
  )
}

export function changedDetails(base: Details, mine: Details): DetailKey[] {
  if (base === mine) return []
  return (Object.keys(mine) as DetailKey[]).filter((key) =>
    key === 'freight' ? !same(base[key] || '0', mine[key] || '0') : base[key] !== mine[key],
  )
}

export function isDirty(base: Draft, mine: Draft): boolean {
  return linesDiffer(base.lines, mine.lines) || changedDetails(base.details, mine.details).length > 0
}

/** Only what differs goes out, so that a change of the PO number does not rewrite a thousand lines. */
export function editBody(base: Draft, mine: Draft, revision: number): BodyIn<typeof editOrder> {
  const changed = new Set(changedDetails(base.details, mine.details).map((key) => key.split('.')[0]))
  const details = Object.entries(detailsBody(mine.details)).filter(([name]) => changed.has(name))
  return {
    ...Object.fromEntries(details),
    ...(linesDiffer(base.lines, mine.lines) ? { lines: linesBody(mine.lines) } : {}),
    revision,
  }
}

/** The quantity after adding to a line that is there already. */
export function sum(a: string, b: string): string {
  const [x, y] = [parseDecimal(a), parseDecimal(b)]
  if (x === undefined || y === undefined) return b
  const scale = Math.max(x.scale, y.scale)
  const at = (value: typeof x) => value.units * 10n ** BigInt(scale - value.scale)
  return formatShort({ units: at(x) + at(y), scale })
}

/** `5` → `6`, `1` → `0` is held at 1: a stepper never makes a quantity that cannot be saved. */
export function step(text: string, by: 1 | -1): string {
  const value = parseDecimal(text)
  if (value === undefined) return '1'
  const next = sum(text, String(by))
  return compare(decimal(next), { units: 0n, scale: 0 }) > 0 ? next : tidy(text)
}
