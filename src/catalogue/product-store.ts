/** All SQL on products that verbs need. It decides nothing. */
import { sql } from 'kysely'
import type { DecimalText } from '../core/decimal.ts'
import { anyId } from '../db/any-of.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { findWords, type Place } from '../search/find-words.ts'

export type ProductFilter = 'active' | 'inactive' | 'no-price' | 'not-linked' | 'all'

const rowColumns = [
  'supplierId',
  'productId',
  'name',
  'code',
  'barcode',
  'category',
  'unit',
  'basePrice',
  'isActive',
] as const

/** One page of products by name, and one row more when there is a next page. */
export async function selectProductPage(
  tx: Tx,
  options: {
    readonly search: string | undefined
    readonly category: string | undefined
    readonly filter: ProductFilter
    readonly after: Place | undefined
    readonly limit: number
    readonly connectionId: string | undefined
  },
) {
  const { filter, after } = options
  let query = tx
    .selectFrom('products')
    .select(rowColumns)
    .select(linkedTo(options.connectionId).as('linked'))
    .select((from) =>
      from
        .selectFrom('productImages as i')
        .select('i.sha256')
        .whereRef('i.productId', '=', 'products.productId')
        .where('i.state', '=', 'ready')
        .orderBy('i.position')
        .limit(1)
        .as('imageSha256'),
    )
  if (filter === 'active') query = query.where('isActive', '=', true)
  if (filter === 'inactive') query = query.where('isActive', '=', false)
  if (filter === 'no-price') query = query.where('basePrice', 'is', null).where('isActive', '=', true)
  if (filter === 'not-linked') query = query.where(sql<boolean>`not ${linkedTo(options.connectionId)}`)
  if (options.category !== undefined) query = query.where('category', '=', options.category)
  const found = await findWords(tx, 'product', options.search, after)
  if (found) {
    const match = query.where(sql<boolean>`products.product_id = f.local_id`).limit(1)
    return tx
      .selectFrom(found.as('f'))
      .innerJoinLateral(match.as('products'), (join) => join.onTrue())
      .selectAll('products')
      .orderBy('f.sortName')
      .orderBy('f.localId')
      .limit(options.limit + 1)
      .execute()
  }
  if (after)
    query = query.where(sql<boolean>`(sort_name, product_id) > (${after.sortName}, ${after.id}::uuid)`)
  return query
    .orderBy('sortName')
    .orderBy('productId')
    .limit(options.limit + 1)
    .execute()
}

export type ProductRowColumns = Awaited<ReturnType<typeof selectProductPage>>[number]

function linkedTo(connectionId: string | undefined) {
  return connectionId === undefined
    ? sql<boolean>`false`
    : sql<boolean>`coalesce((
        select true from erp_links l
        where l.supplier_id = scope_supplier() and l.kind = 'product'
          and l.local_id = products.product_id and l.connection_id = ${connectionId}::uuid
        limit 1), false)`
}

/** The place in the list by name of one product. */
export async function selectPlace(tx: Tx, productId: string) {
  const row = await tx
    .selectFrom('products')
    .select(['productId', 'sortName'])
    .where('productId', '=', productId)
    .executeTakeFirst()
  return row && { id: row.productId, sortName: row.sortName ?? '' }
}

export async function selectCategories(tx: Tx) {
  const rows = await tx
    .selectFrom('products')
    .select(['category', (count) => count.fn.countAll<number>().as('count')])
    .where('isActive', '=', true)
    .where('category', 'is not', null)
    .groupBy('category')
    .orderBy('category')
    .execute()
  return rows.flatMap(({ category, count }) => (category === null ? [] : [{ category, count }]))
}

/** One product with all that its page shows. */
export async function selectProduct(tx: Tx, productId: string) {
  return tx
    .selectFrom('products')
    .select(rowColumns)
    .select([
      'styleCode',
      'brand',
      'subCategory',
      'description',
      'option1',
      'option2',
      'option3',
      'size',
      'unitSize',
      'tierPrices',
      'keptFields',
      'revision',
    ])
    .where('productId', '=', productId)
    .executeTakeFirst()
}

export async function selectImages(tx: Tx, productId: string) {
  return tx
    .selectFrom('productImages')
    .select(['state', 'reason', 'sha256'])
    .where('productId', '=', productId)
    .orderBy('position')
    .execute()
}

/** Changes a product that is still at `revision`; the new revision, or undefined when it has moved on or does not exist. */
export async function updateProduct(
  tx: Tx,
  change: {
    readonly productId: string
    readonly revision: number
    readonly fields: {
      readonly name?: string
      readonly basePrice?: DecimalText | null
      readonly isActive?: boolean
    }
    readonly keptFields: readonly string[]
    readonly at: Date
  },
): Promise<number | undefined> {
  const row = await tx
    .updateTable('products')
    .set({
      ...change.fields,
      keptFields: json(change.keptFields),
      revision: change.revision + 1,
      updatedAt: change.at,
    })
    .where('productId', '=', change.productId)
    .where('revision', '=', change.revision)
    .returning('revision')
    .executeTakeFirst()
  return row?.revision
}

/** Counts a change of what belongs to the product but stands elsewhere, such as its link. */
export async function touchProduct(tx: Tx, productId: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('products')
    .set({ updatedAt: at, revision: sql<number>`revision + 1` })
    .where('productId', '=', productId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The ERP's keys of at most 20 linked products with this code, whatever the size of its letters, or this barcode. */
export async function selectLinkedKeysByCode(tx: Tx, connectionId: string, typed: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('products as p')
    .innerJoin('erpLinks as l', 'l.localId', 'p.productId')
    .select('l.remoteKey')
    .where('l.connectionId', '=', connectionId)
    .where('l.kind', '=', 'product')
    .where((where) =>
      where.or([where('p.codeKey', '=', sql<string>`lower(${typed})`), where('p.barcode', '=', typed)]),
    )
    .orderBy('p.productId')
    .limit(20)
    .execute()
  return rows.map((row) => row.remoteKey)
}

/** Names of products, for saying which one stands in the way. */
export async function selectNames(tx: Tx, productIds: readonly string[]): Promise<Map<string, string>> {
  if (productIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('products')
    .select(['productId', 'name'])
    .where('productId', '=', anyId(productIds))
    .execute()
  return new Map(rows.map((row) => [row.productId, row.name]))
}
