/** A page of products by name, and the categories to choose from. */
import type { ProductRow } from '../contract/products.ts'
import { isId, type SupplierId } from '../core/ids.ts'
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read } from '../db/transact.ts'
import { liveConnection } from '../links/live-connection.ts'
import { type ProductFilter, selectCategories, selectPlace, selectProductPage } from './product-store.ts'
import { productRowView } from './show-product.ts'

type Deps = { readonly db: Db }
type Who = { readonly supplierId: SupplierId }

export async function listProducts(
  deps: Deps,
  actor: Who,
  query: {
    readonly search?: string | undefined
    readonly category?: string | undefined
    readonly filter: ProductFilter
    /** Id of the last product of the page before. */
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<{ items: ProductRow[]; next: string | null } | Refusal<'invalid-request'>> {
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const after = query.cursor === undefined ? undefined : await placeOf(query.cursor)
    if (isRefusal(after)) return after
    const rows = await selectProductPage(tx, {
      search: query.search,
      category: query.category,
      filter: query.filter,
      after,
      limit: query.limit,
      connectionId: (await liveConnection(tx))?.connectionId,
    })
    const items = rows.slice(0, query.limit).map(productRowView)
    return { items, next: rows.length > query.limit ? (items.at(-1)?.productId ?? null) : null }

    async function placeOf(cursor: string) {
      const place = isId(cursor) ? await selectPlace(tx, cursor) : undefined
      return (
        place ??
        refuse('invalid-request', 'The page asked for does not exist. Start again at the first page.')
      )
    }
  })
}

export async function listCategories(
  deps: Deps,
  actor: Who,
): Promise<{ items: { category: string; count: number }[] }> {
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => ({
    items: await selectCategories(tx),
  }))
}
