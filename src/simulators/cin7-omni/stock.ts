// What sales orders do to stock: approving reserves (open sales up, available down), dispatch takes from stock on hand.
// available = stockOnHand - openSales (spec) and may go negative (inferred).

import { stockKeyOf } from './account.ts'
import type { Account } from './account.ts'
import { exact, toNumber } from './decimal.ts'
import type { LineRow, OptionRow, OrderRow, StockRow } from './rows.ts'
import { stockRowOf } from './stock-row.ts'

type Effect = { optionId: number; productId: number; size: string | undefined; open: number; shipped: number }

function lineEffects(line: LineRow, approved: boolean): Effect[] {
  const { productOptionId: optionId, productId } = line
  const whole = { optionId, productId, size: undefined, qty: line.qty }
  const parts = line.sizes?.length
    ? line.sizes.map((size) => ({
        optionId,
        productId,
        size: size.name as string | undefined,
        qty: size.qty,
      }))
    : [whole]
  let shippedLeft = line.qtyShipped
  return parts.map((part) => {
    const shipped = Math.min(part.qty, shippedLeft)
    shippedLeft -= shipped
    return { optionId, productId, size: part.size, open: approved ? part.qty - shipped : 0, shipped }
  })
}

function effectsOf(order: OrderRow | undefined): Effect[] {
  if (!order || order.isVoid) return []
  return order.lineItems.flatMap((line) =>
    line.productOptionId === 0 ? [] : lineEffects(line, order.isApproved),
  )
}

const add = (a: number, b: number): number => toNumber(exact(a) + exact(b))

type Move = { branchId: number; sign: 1 | -1; at: string }

function applyEffect(account: Account, effect: Effect, { branchId, sign, at }: Move): void {
  const { open, shipped } = effect
  if (open === 0 && shipped === 0) return
  const stockKey = stockKeyOf(effect.optionId, effect.size, branchId)
  const options = account.options.by('id', effect.optionId)
  const option = options.find((one) => (one.size ?? '') === (effect.size ?? ''))
  const row = account.stock.by('stockKey', stockKey)[0] ?? newRow(account, effect, { branchId, option })
  if (!row) return
  const stockOnHand = add(row.stockOnHand, -shipped * sign)
  const openSales = add(row.openSales, open * sign)
  account.stock.put({
    ...row,
    stockKey,
    stockOnHand,
    openSales,
    available: add(stockOnHand, -openSales),
    modifiedDate: at,
  })
  if (!option) return
  account.options.put({
    ...option,
    stockOnHand: add(option.stockOnHand, -shipped * sign),
    stockAvailable: add(option.stockAvailable, -(shipped + open) * sign),
  })
}

/** What a branch that never had it has of it now. A line that names no size of a sized option counts for the option. */
function newRow(
  account: Account,
  { optionId, productId }: Effect,
  { branchId, option }: { branchId: number; option: OptionRow | undefined },
): StockRow | undefined {
  const product = account.products.by('id', productId)[0]
  const sized = account.options.by('id', optionId)[0]
  if (!product || !sized) return undefined
  const branch = { id: branchId, company: account.branches.get(branchId)?.company ?? '' }
  const row = stockRowOf(product, option ?? withoutSize(sized), { branch, onHand: 0, modifiedDate: null })
  return { ...row, id: account.stock.highestId + 1 }
}

function withoutSize(option: OptionRow): OptionRow {
  const { size: _size, productOptionSizeCode: _code, productOptionSizeBarcode: _barcode, ...whole } = option
  return whole
}

/** Takes the old order's effect back and applies the new one's. */
export function moveStock(account: Account, before: OrderRow | undefined, after: OrderRow): void {
  const at = after.modifiedDate ?? account.nowWire()
  for (const effect of effectsOf(before))
    applyEffect(account, effect, { branchId: before?.branchId ?? 0, sign: -1, at })
  for (const effect of effectsOf(after))
    applyEffect(account, effect, { branchId: after.branchId, sign: 1, at })
}
