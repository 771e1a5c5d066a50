/** All SQL of the search over everything. Every word has to be somewhere in what is found. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { SupplierId } from '../core/ids.ts'
import type { Tx } from '../db/transact.ts'

const MOST = 5

interface Search {
  readonly supplierId: SupplierId
  /** In lower case, none empty. */
  readonly words: readonly string[]
}

/** A word as a LIKE pattern in which `%` and `_` stand for themselves. */
function pattern(word: string, { anywhere }: { anywhere: boolean }): string {
  const escaped = word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
  return anywhere ? `%${escaped}%` : `${escaped}%`
}

function everyWord(column: string, words: readonly string[]): Expression<SqlBool> {
  const conditions = words.map(
    (word) => sql<SqlBool>`${sql.ref(column)} like ${pattern(word, { anywhere: true })}`,
  )
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
}

/** Orders whose number begins so (with or without the prefix) or whose PO number does; then those of customers found, newest first. */
export async function searchOrders(tx: Tx, { supplierId, words, phrase }: Search & { phrase: string }) {
  const begins = pattern(phrase, { anywhere: false })
  // The number without its prefix is what people remember: 1042 for PV-1042.
  const endsInNumber = /^\d{2,}$/.test(phrase) ? `%-${phrase}%` : begins
  return tx
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
      'customers.name as customerName',
    ])
    .where('orders.supplierId', '=', supplierId)
    .where((or) =>
      or.or([
        sql<SqlBool>`lower(orders.number) like ${begins}`,
        sql<SqlBool>`lower(orders.number) like ${endsInNumber}`,
        sql<SqlBool>`lower(orders.po_number) like ${begins}`,
        everyWord('customers.search', words),
      ]),
    )
    .orderBy(sql`lower(orders.number) = ${phrase}`, 'desc')
    .orderBy('orders.orderId', 'desc')
    .limit(MOST)
    .execute()
}

export async function searchCustomers(tx: Tx, { supplierId, words }: Search) {
  return tx
    .selectFrom('customers')
    .select(['customerId', 'name', 'customerGroup as group'])
    .where('supplierId', '=', supplierId)
    .where(everyWord('search', words))
    .orderBy('isActive', 'desc')
    .orderBy(sql`lower(name) like ${pattern(words[0] ?? '', { anywhere: false })}`, 'desc')
    .orderBy(sql`lower(name)`)
    .limit(MOST)
    .execute()
}

export async function searchProducts(tx: Tx, { supplierId, words, phrase }: Search & { phrase: string }) {
  return tx
    .selectFrom('products')
    .select(['productId', 'name', 'code', 'basePrice'])
    .where('supplierId', '=', supplierId)
    .where(everyWord('search', words))
    .orderBy('isActive', 'desc')
    .orderBy(sql`lower(code) = ${phrase}`, 'desc')
    .orderBy(sql`lower(name)`)
    .limit(MOST)
    .execute()
}
