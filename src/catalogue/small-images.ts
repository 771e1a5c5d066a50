/** The small picture of each product, for lists and order lines. */
import { anyId } from '../db/any-of.ts'
import type { Tx } from '../db/transact.ts'
import { imageAddress } from './image-addresses.ts'

/** The address of the first ready picture by product; products without one are left out. */
export async function smallImages(tx: Tx, productIds: readonly string[]): Promise<Map<string, string>> {
  if (productIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('productImages')
    .select(['supplierId', 'productId', 'sha256'])
    .distinctOn('productId')
    .where('productId', '=', anyId([...new Set(productIds)]))
    .where('state', '=', 'ready')
    .orderBy('productId')
    .orderBy('position')
    .execute()
  return new Map(
    rows.flatMap(({ supplierId, productId, sha256 }) =>
      sha256 === null ? [] : [[productId, imageAddress(supplierId, sha256, 96)]],
    ),
  )
}
