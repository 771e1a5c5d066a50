/** All SQL of the search over everything: the best five of each. What the words mean is decided by the search room. */
import { sql } from 'kysely'
import type { SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'
import { findWords } from '../search/find-words.ts'
import { matchOrders } from '../search/match-orders.ts'

const MOST = 5
/** The first so many by name, of which the best are shown. */
const LOOKED_AT = 50

interface Search {
  readonly supplierId: SupplierId
  readonly typed: string
}

/** The order of exactly that number first, then the newest that match. */
export async function searchOrders(tx: Tx, { supplierId, typed }: Search) {
  const match = await matchOrders(tx, typed)
  if (!match) return []
  const query = tx
    .selectFrom('orders')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.supplierId', '=', 'orders.supplierId')
        .onRef('customers.customerId', '=', 'orders.customerId'),
    )
    .select([
      'orders.orderId',
      'orders.number',
      'orders.status',
      'orders.pushState',
      'orders.voidedInErp',
      'customers.name as customerName',
    ])
    .where('orders.supplierId', '=', supplierId)
    .orderBy('orders.orderId', 'desc')
    .limit(MOST)
  const exact = await query.where('orders.numberKey', '=', sql<string>`lower(${typed})`).execute()
  const others = await query.where(match).execute()
  const exactIds = new Set(exact.map((order) => order.orderId))
  return [...exact, ...others.filter((order) => !exactIds.has(order.orderId))].slice(0, MOST)
}

/** Active ones first, and those whose name begins as typed. */
export async function searchCustomers(tx: Tx, { typed }: Search) {
  const found = await findWords(tx, 'customer', typed, undefined)
  if (!found) return []
  const match = tx
    .selectFrom('customers')
    .select(['customerId', 'name', 'customerGroup as group', 'isActive'])
    .where(sql<boolean>`customers.customer_id = f.local_id`)
    .limit(1)
  const rows = await tx
    .selectFrom(found.as('f'))
    .innerJoinLateral(match.as('customers'), (join) => join.onTrue())
    .selectAll('customers')
    .orderBy('f.sortName')
    .orderBy('f.localId')
    .limit(LOOKED_AT)
    .execute()
  return best(rows, (row) => [row.isActive, row.name.toLowerCase().startsWith(typed)]).map(
    ({ isActive: _isActive, ...shown }) => shown,
  )
}

/** The product of exactly that code first, then active ones. */
export async function searchProducts(tx: Tx, { supplierId, typed }: Search) {
  const columns = ['productId', 'name', 'code', 'basePrice', 'isActive'] as const
  const exact = await tx
    .selectFrom('products')
    .select(columns)
    .where('supplierId', '=', supplierId)
    .where('codeKey', '=', sql<string>`lower(${typed})`)
    .limit(MOST)
    .execute()
  const found = await findWords(tx, 'product', typed, undefined)
  const match = tx
    .selectFrom('products')
    .select(columns)
    .where(sql<boolean>`products.product_id = f.local_id`)
    .limit(1)
  const others = found
    ? await tx
        .selectFrom(found.as('f'))
        .innerJoinLateral(match.as('products'), (join) => join.onTrue())
        .selectAll('products')
        .orderBy('f.sortName')
        .orderBy('f.localId')
        .limit(LOOKED_AT)
        .execute()
    : []
  const exactIds = new Set(exact.map((product) => product.productId))
  const rows = [...exact, ...others.filter((product) => !exactIds.has(product.productId))]
  return best(rows, (row) => [row.isActive, exactIds.has(row.productId)]).map(
    ({ isActive: _isActive, ...shown }) => shown,
  )
}

/** The first few, those with the earlier virtues before those without; otherwise in the order given. */
function best<T>(rows: readonly T[], virtues: (row: T) => readonly boolean[]): T[] {
  const rank = (row: T): string =>
    virtues(row)
      .map((virtue) => (virtue ? '0' : '1'))
      .join('')
  return rows.toSorted((a, b) => rank(a).localeCompare(rank(b))).slice(0, MOST)
}
