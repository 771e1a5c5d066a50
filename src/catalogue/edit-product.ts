/**
 * Changes a product that nobody else has changed meanwhile. A changed field is from then on kept as it is here, until it is told
 * to follow the ERP again: then it takes the ERP's value as it was last seen.
 */
import type { ProductView } from '../contract/products.ts'
import type { Clock } from '../core/clock.ts'
import { compare, decimal, type DecimalText, parseDecimal } from '../core/decimal.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { JsonValue } from '../db/json.ts'
import { type Db, transact } from '../db/transact.ts'
import { linkOf } from '../links/link-store.ts'
import { liveConnection } from '../links/live-connection.ts'
import { selectProduct, updateProduct } from './product-store.ts'
import { productNotFound, productView } from './show-product.ts'

type Editable = { readonly name: string; readonly basePrice: DecimalText | null; readonly isActive: boolean }

export interface ProductEdit {
  readonly productId: string
  readonly revision: number
  readonly name?: string | undefined
  readonly basePrice?: DecimalText | null | undefined
  readonly isActive?: boolean | undefined
  readonly follow?: readonly (keyof Editable)[] | undefined
}

export async function editProduct(
  deps: { readonly db: Db; readonly clock: Clock },
  actor: { readonly supplierId: SupplierId },
  input: ProductEdit,
): Promise<ProductView | Refusal<'not-found' | 'revision-stale' | 'price-zero'>> {
  if (typeof input.basePrice === 'string' && decimal(input.basePrice).units <= 0n) {
    return refuse(
      'price-zero',
      'A price of zero is not a price. Give one above zero, or leave it empty so that the product cannot be ordered.',
      { fields: [{ path: 'basePrice', message: 'Give a price above zero, or none.' }] },
    )
  }
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const before = await selectProduct(tx, input.productId)
    if (!before) return productNotFound()
    const connection = await liveConnection(tx)
    const link = connection && (await linkOf(tx, connection.connectionId, 'product', input.productId))
    const theirs = link && editableIn(link.remote, connection.tier?.key)
    const { fields, keptFields } = applyEdit(input, before, theirs)
    const changed = await updateProduct(tx, {
      productId: input.productId,
      revision: input.revision,
      fields,
      keptFields,
      at: deps.clock.now(),
    })
    if (changed === undefined) {
      return refuse(
        'revision-stale',
        'Someone else has changed this product meanwhile. Look at it as it is now, then change it again.',
        { facts: { revision: before.revision } },
      )
    }
    return productView(tx, input.productId)
  })
}

function applyEdit(
  input: ProductEdit,
  before: Editable & { readonly keptFields: JsonValue },
  theirs: Partial<Editable> | undefined,
): { readonly fields: Partial<Editable>; readonly keptFields: readonly string[] } {
  const kept = new Set(before.keptFields as readonly string[])
  let fields: Partial<Editable> = {}
  for (const field of ['name', 'basePrice', 'isActive'] as const) {
    const value = input[field]
    if (value === undefined || same(field, value, before[field])) continue
    fields = { ...fields, [field]: value }
    if (theirs && theirs[field] !== undefined && same(field, value, theirs[field])) kept.delete(field)
    else kept.add(field)
  }
  for (const field of input.follow ?? []) {
    kept.delete(field)
    if (theirs && theirs[field] !== undefined) fields = { ...fields, [field]: theirs[field] }
  }
  return { fields, keptFields: [...kept] }
}

/** The ERP's values of the fields that can be edited here, from its record as the import stored it. */
function editableIn(remote: JsonValue, tierKey: string | undefined): Partial<Editable> {
  const record = remote as {
    readonly name?: string
    readonly isActive?: boolean
    readonly tierPrices?: Readonly<Record<string, string>>
  }
  const price = tierKey === undefined ? undefined : record.tierPrices?.[tierKey]
  return {
    ...(record.name === undefined ? {} : { name: record.name }),
    ...(record.isActive === undefined ? {} : { isActive: record.isActive }),
    ...(tierKey === undefined
      ? {}
      : { basePrice: price !== undefined && (parseDecimal(price)?.units ?? 0n) > 0n ? price : null }),
  }
}

function same(field: keyof Editable, a: string | boolean | null, b: string | boolean | null): boolean {
  if (field !== 'basePrice' || typeof a !== 'string' || typeof b !== 'string') return a === b
  return compare(decimal(a), decimal(b)) === 0
}
