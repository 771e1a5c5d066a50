/** SQL on what a connection's settings reach: products' prices, customers' groups, the order and customer of a trial. */
import { sql } from 'kysely'
import type { SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import type { MappedCustomer, MappedOrder } from './resolve-mapping.ts'

/**
 * Gives every product that came with tier prices the price of this tier; none or 0 there is no price here. Prices typed by
 * people (`basePrice` among the kept fields) stay. How many changed.
 */
export async function repriceFromTier(
  tx: Tx,
  supplierId: SupplierId,
  tier: string,
  at: Date,
): Promise<number> {
  // No join of the table with itself: a planner without fresh statistics would compare all with all.
  const price = sql`case when tier_prices ->> ${tier} ~ '^[0-9]{1,10}([.][0-9]+)?$'
    then nullif(round((tier_prices ->> ${tier})::numeric, 4), 0) end`
  const result = await sql`
    update products set base_price = ${price}, revision = revision + 1, updated_at = ${at}
    where supplier_id = ${supplierId} and tier_prices <> '{}' and not kept_fields ? 'basePrice'
      and base_price is distinct from ${price}
  `.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** Groups seen on customers here and on the latest contacts read from the ERP, at most 300. */
export async function groupsSeen(tx: Tx, supplierId: SupplierId): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct g.name from (
      select customer_group as name from customers where supplier_id = ${supplierId}
      union all
      select record ->> 'group' from import_rows
      where supplier_id = ${supplierId} and import_id = (
        select import_id from imports where supplier_id = ${supplierId} and kind = 'customers' order by import_id desc limit 1)
    ) g
    where g.name <> '' order by g.name limit 300
  `.execute(tx)
  return rows.map((row) => row.name)
}

/** What a mapping needs of an order and its customer. */
export async function orderToMap(
  tx: Tx,
  supplierId: SupplierId,
  orderId: string,
): Promise<{ customer: MappedCustomer; order: MappedOrder; person: string; template: string } | undefined> {
  const row = await tx
    .selectFrom('orders as o')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.supplierId', '=', 'o.supplierId').onRef('c.customerId', '=', 'o.customerId'),
    )
    .innerJoin('suppliers as s', 's.supplierId', 'o.supplierId')
    .select([
      'o.number',
      'o.poNumber',
      'o.deliveryOn',
      'o.buyerNote',
      'o.freightDescription',
      'o.source',
      'o.createdBy as person',
      'c.name',
      'c.accountNumber',
      'c.email',
      'c.phone',
      'c.customerGroup as group',
      'c.paymentTerms',
      'c.branchKey',
      'c.customFields',
      's.internalCommentTemplate as template',
    ])
    .where('o.supplierId', '=', supplierId)
    .where('o.orderId', '=', orderId)
    .executeTakeFirst()
  if (!row) return undefined
  const customFields = row.customFields as Readonly<Record<string, string>>
  return { customer: { ...row, customFields }, order: row, person: row.person, template: row.template }
}
