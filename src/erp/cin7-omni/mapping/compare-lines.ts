/**
 * Finds for each line that was asked for its line in Cin7, first by our line id, then by product, then by place, and tells how
 * the two differ. Nothing is matched twice.
 */
import { compare, decimal, formatShort, parseDecimal } from '../../../core/decimal.ts'
import type { Difference, SalesOrderIntent, SalesOrderLineIntent } from '../../port.ts'
import type { OmniSalesOrder, OmniSalesOrderItem } from '../wire.ts'
import type { SameMoney } from './compare.ts'
import { ownLines } from './dispatch.ts'
import { parseProductKey } from './product-key.ts'
import { inBaseUnits } from './sales-order-line.ts'

interface Pair {
  readonly number: number
  readonly asked: SalesOrderLineIntent
  readonly seen: OmniSalesOrderItem | undefined
}

export interface LineMatching {
  readonly pairs: readonly Pair[]
  /** Lines of Cin7 that nobody asked for. */
  readonly extra: readonly OmniSalesOrderItem[]
  /** One line at least bears our line id, which nobody else gives: proof, whatever became of the rest. */
  readonly isProven: boolean
  /** All lines agree in product and quantity, and there are no others. */
  readonly isAlike: boolean
}

export function matchLines(intent: SalesOrderIntent, order: OmniSalesOrder): LineMatching {
  const left = new Set(ownLines(order))
  const byRef = new Map<string, OmniSalesOrderItem>()
  for (const line of left) if (line.integrationRef !== undefined) byRef.set(line.integrationRef, line)
  const found = new Map<SalesOrderLineIntent, OmniSalesOrderItem>()
  const take = (asked: SalesOrderLineIntent, seen: OmniSalesOrderItem | undefined): void => {
    if (!seen || !left.delete(seen)) return
    found.set(asked, seen)
  }
  for (const asked of intent.lines) take(asked, byRef.get(asked.lineId))
  const oursById = found.size
  for (const asked of unmatched(intent, found)) {
    take(
      asked,
      [...left].find((seen) => sameProduct(asked, seen) && sameQuantity(asked, seen)),
    )
  }
  for (const asked of unmatched(intent, found))
    take(
      asked,
      [...left].find((seen) => sameProduct(asked, seen)),
    )
  const agree = left.size === 0 && intent.lines.every((asked) => agrees(asked, found.get(asked)))
  const rest = unmatched(intent, found)
  if (rest.length === left.size)
    for (const [index, seen] of [...left].entries()) takeAt(rest, index, seen, take)
  return {
    pairs: intent.lines.map((asked, index) => ({ number: index + 1, asked, seen: found.get(asked) })),
    extra: [...left],
    isProven: oursById > 0,
    isAlike: agree,
  }
}

function takeAt(
  rest: readonly SalesOrderLineIntent[],
  index: number,
  seen: OmniSalesOrderItem,
  take: (asked: SalesOrderLineIntent, seen: OmniSalesOrderItem) => void,
): void {
  const asked = rest[index]
  if (asked) take(asked, seen)
}

function unmatched(
  intent: SalesOrderIntent,
  found: ReadonlyMap<SalesOrderLineIntent, unknown>,
): SalesOrderLineIntent[] {
  return intent.lines.filter((line) => !found.has(line))
}

function agrees(asked: SalesOrderLineIntent, seen: OmniSalesOrderItem | undefined): boolean {
  return seen !== undefined && sameProduct(asked, seen) && sameQuantity(asked, seen)
}

function sameProduct(asked: SalesOrderLineIntent, seen: OmniSalesOrderItem): boolean {
  const key = asked.productKey === undefined ? undefined : parseProductKey(asked.productKey)
  if (key && seen.productOptionId)
    return key.optionId === seen.productOptionId && sizeSeen(asked, seen) !== 'another'
  return asked.code !== '' && seen.code?.toLowerCase() === asked.code.trim().toLowerCase()
}

function sameQuantity(asked: SalesOrderLineIntent, seen: OmniSalesOrderItem): boolean {
  const base = baseOf(asked)
  return base !== undefined && seen.qty !== undefined && compare(base.quantity, seen.qty) === 0
}

function baseOf(asked: SalesOrderLineIntent): ReturnType<typeof inBaseUnits> | undefined {
  const quantity = parseDecimal(asked.quantity)
  const price = parseDecimal(asked.unitPrice)
  const size = parseDecimal(asked.unitSize)
  return quantity && price && size && size.units > 0n ? inBaseUnits(quantity, price, size) : undefined
}

/** Whether the line shows the size that was asked for: in its list, in `Qty|Size|Code|Barcode` (spec), or by the size's own code. */
function sizeSeen(
  asked: SalesOrderLineIntent,
  seen: OmniSalesOrderItem,
): 'none asked' | 'same' | 'another' | 'not shown' {
  const size = asked.productKey === undefined ? undefined : parseProductKey(asked.productKey)?.size
  if (size === undefined) return 'none asked'
  const folded = (text: string | undefined): string => (text ?? '').trim().toLowerCase()
  const named = seen.sizes
    .filter((one) => one.qty === undefined || one.qty.units > 0n)
    .map((one) => folded(one.name))
  const coded = (seen.sizeCodes ?? '').split(/[\n,;]/).map((one) => folded(one.split('|')[1]))
  const shown = [...named, ...coded].filter((name) => name !== '')
  if (shown.includes(folded(size))) return 'same'
  if (asked.code !== '' && folded(seen.code) === folded(asked.code)) return 'same'
  return shown.length > 0 ? 'another' : 'not shown'
}

export function compareLines(matching: LineMatching, sameMoney: SameMoney): Difference[] {
  const extra = matching.extra.map((line): Difference => ({
    what: 'Extra line',
    expected: 'nothing',
    seen: described(line),
  }))
  return [...matching.pairs.flatMap((pair) => comparePair(pair, sameMoney)), ...extra]
}

function comparePair({ number, asked, seen }: Pair, sameMoney: SameMoney): Difference[] {
  const name = asked.code === '' ? asked.name : asked.code
  if (!seen) return [{ what: `Line ${number}`, expected: `${asked.quantity} × ${name}`, seen: 'missing' }]
  const found: Difference[] = []
  const expect = (what: string, same: boolean, expected: string, there: string | undefined): void => {
    if (!same) found.push({ what: `Line ${number} · ${what}`, expected, seen: there ?? 'nothing' })
  }
  expect(
    'product',
    Boolean(seen.productId),
    `${name}, linked to a product`,
    `${described(seen)}, not linked to a product`,
  )
  if (seen.productId) expect('product', sameProduct(asked, seen), name, described(seen))
  const size = sizeSeen(asked, seen)
  expect(
    'size',
    size === 'none asked' || size === 'same',
    parseProductKey(asked.productKey ?? '')?.size ?? '',
    seen.sizeCodes ?? 'not shown',
  )
  const base = baseOf(asked)
  if (base) {
    expect(
      'quantity',
      sameQuantity(asked, seen),
      formatShort(base.quantity),
      seen.qty && formatShort(seen.qty),
    )
    expect(
      'price',
      sameMoney(base.unitPrice, seen.unitPrice, 4),
      formatShort(base.unitPrice, 2),
      seen.unitPrice && formatShort(seen.unitPrice, 2),
    )
  }
  const discount = seen.discount ?? decimal('0')
  expect('discount', discount.units === 0n, '0', formatShort(discount, 2))
  return found
}

function described(line: OmniSalesOrderItem): string {
  return `${line.qty ? formatShort(line.qty) : 'no quantity'} × ${line.code ?? line.name ?? 'no code'}`
}
