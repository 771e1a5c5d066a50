/**
 * Finds for each line that was asked for its line in Cin7, first by our line id, then by product, then by place, and tells how
 * the two differ. Nothing is matched twice.
 */
import { compare, formatShort, parseDecimal } from '../../../core/decimal.ts'
import type { Difference, SalesOrderIntent, SalesOrderLineIntent } from '../../port.ts'
import type { OmniSalesOrder, OmniSalesOrderItem } from '../wire.ts'
import type { SameMoney } from './compare.ts'
import { ownLines } from './dispatch.ts'
import { type OmniProductKey, parseProductKey } from './product-key.ts'
import { type BaseUnits, inBaseUnits } from './sales-order-line.ts'

/** A line that was asked for, in Cin7's terms. */
interface Asked {
  readonly line: SalesOrderLineIntent
  readonly key: OmniProductKey | undefined
  /** Undefined when its amounts are no numbers. */
  readonly base: BaseUnits | undefined
}

interface Pair {
  readonly number: number
  readonly asked: Asked
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
  const lines = intent.lines.map(askedOf)
  const left = new Set(ownLines(order))
  const byRef = new Map<string, OmniSalesOrderItem>()
  for (const seen of left) if (seen.integrationRef !== undefined) byRef.set(seen.integrationRef, seen)
  const found = new Map<Asked, OmniSalesOrderItem>()
  const take = (asked: Asked | undefined, seen: OmniSalesOrderItem | undefined): void => {
    if (asked && seen && left.delete(seen)) found.set(asked, seen)
  }
  const unmatched = (): Asked[] => lines.filter((asked) => !found.has(asked))
  for (const asked of lines) take(asked, byRef.get(asked.line.lineId))
  const oursById = found.size
  for (const like of [agrees, sameProduct])
    for (const asked of unmatched())
      take(
        asked,
        [...left].find((seen) => like(asked, seen)),
      )
  const agree = left.size === 0 && lines.every((asked) => agrees(asked, found.get(asked)))
  const rest = unmatched()
  if (rest.length === left.size) for (const [index, seen] of [...left].entries()) take(rest[index], seen)
  return {
    pairs: lines.map((asked, index) => ({ number: index + 1, asked, seen: found.get(asked) })),
    extra: [...left],
    isProven: oursById > 0,
    isAlike: agree,
  }
}

function askedOf(line: SalesOrderLineIntent): Asked {
  const key = line.productKey === undefined ? undefined : parseProductKey(line.productKey)
  const quantity = parseDecimal(line.quantity)
  const price = parseDecimal(line.unitPrice)
  const size = parseDecimal(line.unitSize)
  const base = quantity && price && size && size.units > 0n ? inBaseUnits(quantity, price, size) : undefined
  return { line, key, base }
}

function agrees(asked: Asked, seen: OmniSalesOrderItem | undefined): boolean {
  return seen !== undefined && sameProduct(asked, seen) && sameQuantity(asked, seen)
}

function sameProduct(asked: Asked, seen: OmniSalesOrderItem): boolean {
  const { key, line } = asked
  if (key && seen.productOptionId)
    return key.optionId === seen.productOptionId && sizeSeen(asked, seen) !== 'another'
  return line.code !== '' && seen.code?.toLowerCase() === line.code.trim().toLowerCase()
}

function sameQuantity({ base }: Asked, seen: OmniSalesOrderItem): boolean {
  return base !== undefined && seen.qty !== undefined && compare(base.quantity, seen.qty) === 0
}

/** Whether the line shows the size that was asked for: in its list, in `Qty|Size|Code|Barcode` (spec), or by the size's own code. */
function sizeSeen(
  { key, line }: Asked,
  seen: OmniSalesOrderItem,
): 'none asked' | 'same' | 'another' | 'not shown' {
  const size = key?.size
  if (size === undefined) return 'none asked'
  const folded = (text: string | undefined): string => (text ?? '').trim().toLowerCase()
  const named = seen.sizes
    .filter((one) => one.qty === undefined || one.qty.units > 0n)
    .map((one) => folded(one.name))
  const coded = (seen.sizeCodes ?? '').split(/[\n,;]/).map((one) => folded(one.split('|')[1]))
  const shown = [...named, ...coded].filter((name) => name !== '')
  if (shown.includes(folded(size))) return 'same'
  if (line.code !== '' && folded(seen.code) === folded(line.code)) return 'same'
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
  const { line, key, base } = asked
  const name = line.code === '' ? line.name : line.code
  if (!seen) return [{ what: `Line ${number}`, expected: `${line.quantity} × ${name}`, seen: 'missing' }]
  const found: Difference[] = []
  const differs = (what: string, expected: string, there: string | undefined): void => {
    found.push({ what: `Line ${number} · ${what}`, expected, seen: there ?? 'nothing' })
  }
  if (!seen.productId)
    differs('product', `${name}, linked to a product`, `${described(seen)}, not linked to a product`)
  else if (!sameProduct(asked, seen)) differs('product', name, described(seen))
  const size = sizeSeen(asked, seen)
  if (size !== 'none asked' && size !== 'same')
    differs('size', key?.size ?? '', seen.sizeCodes ?? 'not shown')
  if (base && !sameQuantity(asked, seen))
    differs('quantity', formatShort(base.quantity), seen.qty && formatShort(seen.qty))
  if (base && !sameMoney(base.unitPrice, seen.unitPrice, 4))
    differs('price', formatShort(base.unitPrice, 2), seen.unitPrice && formatShort(seen.unitPrice, 2))
  if (seen.discount && seen.discount.units !== 0n) differs('discount', '0', formatShort(seen.discount, 2))
  return found
}

function described(line: OmniSalesOrderItem): string {
  return `${line.qty ? formatShort(line.qty) : 'no quantity'} × ${line.code ?? line.name ?? 'no code'}`
}
