/** All SQL on customers that verbs need. It decides nothing. */
import { sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import type { JsonValue } from '../db/json.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { findWords, type Place } from '../search/find-words.ts'
import type { CustomerFields } from './customer-fields.ts'

export type CustomerFilter = 'active' | 'inactive' | 'on-hold' | 'not-linked' | 'all'

const rowColumns = [
  'customerId',
  'name',
  'accountNumber',
  'email',
  'customerGroup as group',
  'onHold',
  'isActive',
  'salesOrdersOn',
  'branchKey',
] as const

/** One page of customers by name, and one row more when there is a next page. */
export async function selectCustomerPage(
  tx: Tx,
  options: {
    readonly search: string | undefined
    readonly filter: CustomerFilter
    readonly after: Place | undefined
    readonly limit: number
    readonly connectionId: string | undefined
  },
) {
  const { filter, after } = options
  let query = tx
    .selectFrom('customers')
    .select(rowColumns)
    .select(linkedTo(options.connectionId).as('linked'))
  if (filter === 'active') query = query.where('isActive', '=', true)
  if (filter === 'inactive') query = query.where('isActive', '=', false)
  if (filter === 'on-hold') query = query.where('onHold', '=', true)
  if (filter === 'not-linked') query = query.where(sql<boolean>`not ${linkedTo(options.connectionId)}`)
  const found = await findWords(tx, 'customer', options.search, after)
  if (found) {
    const match = query.where(sql<boolean>`customers.customer_id = f.local_id`).limit(1)
    return tx
      .selectFrom(found.as('f'))
      .innerJoinLateral(match.as('customers'), (join) => join.onTrue())
      .selectAll('customers')
      .orderBy('f.sortName')
      .orderBy('f.localId')
      .limit(options.limit + 1)
      .execute()
  }
  if (after)
    query = query.where(sql<boolean>`(sort_name, customer_id) > (${after.sortName}, ${after.id}::uuid)`)
  return query
    .orderBy('sortName')
    .orderBy('customerId')
    .limit(options.limit + 1)
    .execute()
}

function linkedTo(connectionId: string | undefined) {
  return connectionId === undefined
    ? sql<boolean>`false`
    : sql<boolean>`coalesce((
        select true from erp_links l
        where l.supplier_id = scope_supplier() and l.kind = 'customer'
          and l.local_id = customers.customer_id and l.connection_id = ${connectionId}::uuid
        limit 1), false)`
}

/** The place in the list by name of one customer. */
export async function selectPlace(tx: Tx, customerId: string) {
  const row = await tx
    .selectFrom('customers')
    .select(['customerId', 'sortName'])
    .where('customerId', '=', customerId)
    .executeTakeFirst()
  return row && { id: row.customerId, sortName: row.sortName ?? '' }
}

/** One customer with all that pages show of it. */
export async function selectCustomer(tx: Tx, customerId: string) {
  return tx
    .selectFrom('customers')
    .select(rowColumns)
    .select([
      'firstName',
      'lastName',
      'phone',
      'paymentTerms',
      'deliveryAddress',
      'billingAddress',
      'customFields',
      'notes',
      'keptFields',
      'revision',
    ])
    .where('customerId', '=', customerId)
    .executeTakeFirst()
}

export type StoredCustomer = NonNullable<Awaited<ReturnType<typeof selectCustomer>>>

/** The newest orders of a customer. */
export async function selectRecentOrders(tx: Tx, customerId: string) {
  return tx
    .selectFrom('orders')
    .select(['orderId', 'number', 'status', 'pushState', 'voidedInErp', 'total', 'createdAt as at'])
    .where('customerId', '=', customerId)
    .orderBy('orderId', 'desc')
    .limit(5)
    .execute()
}

export async function insertCustomer(
  tx: Tx,
  customer: CustomerFields & { readonly name: string; readonly customerId: string },
): Promise<void> {
  const { customerId, name, ...fields } = customer
  await tx
    .insertInto('customers')
    .values({ ...columnsOf(fields), customerId, name, supplierId: sql<string>`scope_supplier()` })
    .execute()
}

/** Changes a customer that is still at `revision`; the new revision, or undefined when it has moved on or does not exist. */
export async function updateCustomer(
  tx: Tx,
  change: {
    readonly customerId: string
    readonly revision: number
    readonly fields: CustomerFields
    readonly keptFields: readonly string[]
    readonly at: Date
  },
): Promise<number | undefined> {
  const row = await tx
    .updateTable('customers')
    .set({
      ...columnsOf(change.fields),
      keptFields: json(change.keptFields),
      revision: change.revision + 1,
      updatedAt: change.at,
    })
    .where('customerId', '=', change.customerId)
    .where('revision', '=', change.revision)
    .returning('revision')
    .executeTakeFirst()
  return row?.revision
}

/** Sets what is given on many customers at once; how many there were. */
export async function updateCustomers(
  tx: Tx,
  customerIds: readonly string[],
  change: { readonly branchKey?: string | null; readonly salesOrdersOn?: boolean; readonly at: Date },
): Promise<number> {
  const { at, ...columns } = change
  const result = await tx
    .updateTable('customers')
    .set({ ...columns, updatedAt: at, revision: sql<number>`revision + 1` })
    .where('customerId', '=', anyId(customerIds))
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Counts a change of what belongs to the customer but stands elsewhere, such as its link. */
export async function touchCustomer(tx: Tx, customerId: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('customers')
    .set({ updatedAt: at, revision: sql<number>`revision + 1` })
    .where('customerId', '=', customerId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Names of customers, for saying which one stands in the way. */
export async function selectNames(tx: Tx, customerIds: readonly string[]): Promise<Map<string, string>> {
  if (customerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('customers')
    .select(['customerId', 'name'])
    .where('customerId', '=', anyId(customerIds))
    .execute()
  return new Map(rows.map((row) => [row.customerId, row.name]))
}

function columnsOf(fields: CustomerFields) {
  const { group, deliveryAddress, billingAddress, ...plain } = fields
  return {
    ...plain,
    ...(group === undefined ? {} : { customerGroup: group }),
    ...(deliveryAddress === undefined ? {} : { deliveryAddress: json(deliveryAddress satisfies JsonValue) }),
    ...(billingAddress === undefined ? {} : { billingAddress: json(billingAddress satisfies JsonValue) }),
  }
}
