/**
 * SQL by which an import compares and writes many products at once. Fields that were edited here are never overwritten; the
 * caller decides what is written.
 */
import { sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

/** What an import knows of a product, in our words. */
export interface ImportedFields {
  readonly name: string
  readonly code: string
  readonly barcode: string | null
  readonly styleCode: string | null
  readonly brand: string | null
  readonly category: string | null
  readonly subCategory: string | null
  readonly description: string | null
  readonly option1: string | null
  readonly option2: string | null
  readonly option3: string | null
  readonly size: string | null
  readonly unit: string | null
  readonly unitSize: string
  readonly tierPrices: Readonly<Record<string, string>>
  /** The price in the tier in use; null: no price. */
  readonly basePrice: string | null
  readonly isActive: boolean
}

/** Products as they are here, for comparing with what the ERP has. */
export async function selectForCompare(tx: Tx, productIds: readonly string[]) {
  if (productIds.length === 0) return new Map<string, never>()
  const rows = await tx
    .selectFrom('products')
    .select([
      'productId',
      'name',
      'code',
      'barcode',
      'styleCode',
      'brand',
      'category',
      'subCategory',
      'description',
      'option1',
      'option2',
      'option3',
      'size',
      'unit',
      'unitSize',
      'tierPrices',
      'basePrice',
      'isActive',
      'keptFields',
    ])
    .select(
      sql<string[]>`array(
        select i.source_url from product_images i
        where i.supplier_id = products.supplier_id and i.product_id = products.product_id order by i.position)`.as(
        'imageUrls',
      ),
    )
    .where('productId', '=', anyId(productIds))
    .execute()
  return new Map(rows.map((row) => [row.productId, row]))
}

/** Products without a link on this connection that have one of these codes, compared in small letters. */
export async function selectUnlinkedByCode(tx: Tx, connectionId: string, codes: readonly string[]) {
  return tx
    .selectFrom('products')
    .select(['productId', 'name', 'code'])
    .where(sql<boolean>`code_key = any(${codes})`)
    .where(sql<boolean>`not exists (
      select 1 from erp_links l where l.supplier_id = scope_supplier() and l.kind = 'product'
        and l.local_id = products.product_id and l.connection_id = ${connectionId}::uuid)`)
    .orderBy('productId')
    .execute()
}

type Row = ImportedFields & { readonly productId: string }

/** The rows as a table `r`, in one parameter however many they are. */
function table(rows: readonly Row[]) {
  return sql`jsonb_to_recordset(${json(rows)}::jsonb) r (
    "productId" uuid, name text, code text, barcode text, "styleCode" text, brand text, category text, "subCategory" text,
    description text, option1 text, option2 text, option3 text, size text, unit text, "unitSize" numeric, "tierPrices" jsonb,
    "basePrice" numeric, "isActive" boolean)`
}

/** Makes products, or brings those that exist up to date but for the fields kept here. */
export async function upsertImported(tx: Tx, rows: readonly Row[], at: Date): Promise<void> {
  if (rows.length === 0) return
  const plain = [
    'code',
    'barcode',
    'style_code',
    'brand',
    'category',
    'sub_category',
    'description',
    'option1',
    'option2',
    'option3',
    'size',
    'unit',
    'unit_size',
    'tier_prices',
    'updated_at',
  ].map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`)
  const kept = (
    [
      ['name', 'name'],
      ['basePrice', 'base_price'],
      ['isActive', 'is_active'],
    ] as const
  ).map(
    ([field, column]) =>
      sql`${sql.ref(column)} = case when p.kept_fields ? ${sql.lit(field)} then p.${sql.ref(column)} else excluded.${sql.ref(column)} end`,
  )
  await sql`
    insert into products as p (supplier_id, product_id, name, code, barcode, style_code, brand, category, sub_category, description,
      option1, option2, option3, size, unit, unit_size, tier_prices, base_price, is_active, created_at, updated_at)
    select scope_supplier(), "productId", name, code, barcode, "styleCode", brand, category, "subCategory", description,
      option1, option2, option3, size, unit, "unitSize", "tierPrices", "basePrice", "isActive", ${at}::timestamptz, ${at}::timestamptz
    from ${table(rows)}
    on conflict (supplier_id, product_id) do update set ${sql.join([...plain, ...kept])}, revision = p.revision + 1`.execute(
    tx,
  )
}

/** Fills what is empty here, and overwrites nothing: for products that are linked now to what they matched. */
export async function fillEmpty(tx: Tx, rows: readonly Row[], at: Date): Promise<void> {
  if (rows.length === 0) return
  const fill = (column: string, field: string) =>
    sql`${sql.ref(column)} = coalesce(nullif(p.${sql.ref(column)}, ''), r.${sql.ref(field)})`
  await sql`
    update products p set
      ${sql.join([
        fill('barcode', 'barcode'),
        fill('style_code', 'styleCode'),
        fill('brand', 'brand'),
        fill('category', 'category'),
        fill('sub_category', 'subCategory'),
        fill('description', 'description'),
      ])},
      base_price = coalesce(p.base_price, r."basePrice"), tier_prices = r."tierPrices",
      updated_at = ${at}::timestamptz, revision = p.revision + 1
    from ${table(rows)}
    where p.supplier_id = scope_supplier() and p.product_id = r."productId"`.execute(tx)
}
