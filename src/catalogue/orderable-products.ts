/** Products as an order needs them: what is sold, in which unit, at which price, and whether it may be ordered. */
import { decimal, formatShort, type DecimalText } from '../core/decimal.ts'
import { anyId } from '../db/any-of.ts'
import type { Tx } from '../db/transact.ts'
import { type LiveConnection, liveConnection } from '../links/live-connection.ts'

export interface OrderableProduct {
  readonly productId: string
  readonly code: string
  readonly name: string
  readonly option1: string | null
  readonly option2: string | null
  readonly option3: string | null
  readonly size: string | null
  /** Unit of sale, such as `Box of 12`; null: single. */
  readonly unit: string | null
  /** Base units in one unit of sale. */
  readonly unitSize: DecimalText
  /** Price of one unit of sale; null: no price, cannot be ordered until priced. */
  readonly basePrice: DecimalText | null
  readonly isActive: boolean
  /** The price tier that the price comes from; undefined when it was set here. */
  readonly tierLabel: string | undefined
  /** Why it cannot be ordered now, as a sentence; undefined when it can. */
  readonly whyNot: string | undefined
}

/** Products by id; ids that are not this supplier's are left out. The live connection is looked up unless it is known. */
export async function productsForOrder(
  tx: Tx,
  productIds: readonly string[],
  known?: { readonly connection: LiveConnection | undefined },
): Promise<Map<string, OrderableProduct>> {
  if (productIds.length === 0) return new Map()
  const tierLabel = (known ? known.connection : await liveConnection(tx))?.tier?.label
  const rows = await tx
    .selectFrom('products')
    .select([
      'productId',
      'code',
      'name',
      'option1',
      'option2',
      'option3',
      'size',
      'unit',
      'unitSize',
      'basePrice',
      'isActive',
      'keptFields',
    ])
    .where('productId', '=', anyId([...new Set(productIds)]))
    .execute()
  return new Map(
    rows.map(({ keptFields, ...row }) => [
      row.productId,
      {
        ...row,
        unitSize: formatShort(decimal(row.unitSize)),
        basePrice: shortPrice(row.basePrice),
        tierLabel: (keptFields as readonly string[]).includes('basePrice') ? undefined : tierLabel,
        whyNot: whyNotOrderable(row),
      },
    ]),
  )
}

/** Prices per unit of sale by product; null where there is none. */
export async function listPrices(
  tx: Tx,
  productIds: readonly string[],
): Promise<Map<string, DecimalText | null>> {
  if (productIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('products')
    .select(['productId', 'basePrice'])
    .where('productId', '=', anyId([...new Set(productIds)]))
    .execute()
  return new Map(rows.map((row) => [row.productId, shortPrice(row.basePrice)]))
}

/** A stored price as people read it: at least two decimals, no idle zeros behind them. */
export function shortPrice(stored: string | null): DecimalText | null {
  return stored === null ? null : formatShort(decimal(stored), 2)
}

/** The one rule of what can be ordered. Undefined: it can. */
export function whyNotOrderable(product: {
  readonly isActive: boolean
  readonly basePrice: string | null
}): string | undefined {
  if (!product.isActive) return 'It is not active.'
  if (product.basePrice === null) return 'It has no price. Set one to make it orderable.'
  return undefined
}
