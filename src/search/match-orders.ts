/**
 * Orders by what a person remembers of them: the beginning of the number (with or without its prefix) or of the PO number, the
 * customer's words, or both together (`harbour 1042`). Only comparisons that an index serves under row-level security.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/transact.ts'
import { findWords } from './find-words.ts'

/** Sorts behind every text that begins with what stands before it. */
const LAST = '\u{10FFFF}'

/** A condition on `orders`, or undefined when nothing was typed. */
export async function matchOrders(
  tx: Tx,
  typed: string | undefined,
): Promise<RawBuilder<boolean> | undefined> {
  const phrase = (typed ?? '').trim().toLowerCase()
  if (phrase === '') return undefined
  const ways = [numberBegins(phrase), ofCustomers(await customersWith(tx, phrase))]
  const words = phrase.split(/\s+/)
  const numbers = words.filter((word) => /\d/.test(word))
  const names = words.filter((word) => !/\d/.test(word))
  if (numbers.length > 0 && names.length > 0) {
    const both = [...numbers.map(numberBegins), ofCustomers(await customersWith(tx, names.join(' ')))]
    ways.push(sql<boolean>`(${sql.join(both, sql` and `)})`)
  }
  return sql<boolean>`(${sql.join(ways, sql` or `)})`
}

function numberBegins(text: string): RawBuilder<boolean> {
  const columns = ['orders.number_key', 'orders.number_tail', 'orders.po_key'].map(
    (column) => sql`(${sql.ref(column)} >= ${text} and ${sql.ref(column)} < ${text + LAST})`,
  )
  return sql<boolean>`(${sql.join(columns, sql` or `)})`
}

/** As values, not as a subquery: the planner then knows how many there are. */
function ofCustomers(customerIds: readonly string[]): RawBuilder<boolean> {
  return customerIds.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`orders.customer_id = any(${customerIds}::uuid[])`
}

async function customersWith(tx: Tx, words: string): Promise<readonly string[]> {
  const found = await findWords(tx, 'customer', words, undefined)
  if (!found) return []
  const rows = await tx.selectFrom(found.as('f')).select('f.localId').execute()
  return rows.map((row) => row.localId)
}
