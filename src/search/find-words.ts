/**
 * Search by the beginnings of words; all words typed must be found. A word that begins nothing stored is taken for a typing
 * mistake and replaced by the stored words one mistake away. Decisions: docs/decisions/0003-search.md.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/transact.ts'
import { isOneMistake } from './typing-mistakes.ts'

export type SearchKind = 'customer' | 'product'

/** Words of which one must be there: one beginning as typed, or several whole words instead of a mistyped one. */
type Term = { readonly beginning: string } | { readonly anyOf: readonly string[] }

const MOST_WORDS = 8
const MOST_CORRECTIONS = 20
/** Sorts behind every word that begins with what stands before it. */
const LAST = '\u{10FFFF}'

/** A row of the list that a search has found. */
export interface Found {
  readonly sortName: string
  readonly localId: string
}

/** A place in a list by name: what comes behind it is wanted. */
export interface Place {
  readonly sortName: string
  readonly id: string
}

/**
 * What was typed as a table of what it finds, in the order of the list. Undefined when nothing was typed. Join rows to it one by
 * one (lateral), so that a page costs a page however much is found.
 */
export async function findWords(
  tx: Tx,
  kind: SearchKind,
  typed: string | undefined,
  after: Place | undefined,
): Promise<RawBuilder<Found> | undefined> {
  if (typed === undefined || typed.trim() === '') return undefined
  const terms: Term[] = []
  for (const { word, found } of await wordsOf(tx, kind, typed)) {
    terms.push(found ? { beginning: word } : { anyOf: await corrections(tx, kind, word) })
  }
  const [first, ...others] = terms
  if (!first) return sql<Found>`(select '' as sort_name, null::uuid as local_id where false)`
  if (others.length === 0 && 'anyOf' in first && first.anyOf.length === 1) {
    // One whole word: the index has it in the order of the list already.
    return sql<Found>`(${rowsWith(kind, first, after)} order by sort_name, local_id)`
  }
  // Set operations keep to the index of words; joins, planned before statistics are fresh, were seen to take 70 ms.
  const all = sql.join(
    terms.map((term) => rowsWith(kind, term, after)),
    sql` intersect `,
  )
  return sql<Found>`(
    with found as materialized (${others.length === 0 ? sql`select distinct * from (${all}) one` : all})
    select sort_name, local_id from found order by sort_name, local_id)`
}

function rowsWith(kind: SearchKind, term: Term, after: Place | undefined): RawBuilder<Found> {
  const behind = after ? sql`and (sort_name, local_id) > (${after.sortName}, ${after.id}::uuid)` : sql``
  return sql<Found>`select sort_name, local_id from search_words w
    where w.supplier_id = scope_supplier() and w.kind = ${kind} and ${conditionOf(term)} ${behind}`
}

function conditionOf(term: Term): RawBuilder<boolean> {
  if ('beginning' in term) {
    return sql<boolean>`w.word >= ${term.beginning} and w.word < ${term.beginning + LAST}`
  }
  const [only] = term.anyOf
  return term.anyOf.length === 1 ? sql<boolean>`w.word = ${only}` : sql<boolean>`w.word = any(${term.anyOf})`
}

async function wordsOf(
  tx: Tx,
  kind: SearchKind,
  typed: string,
): Promise<readonly { readonly word: string; readonly found: boolean }[]> {
  const { rows } = await sql<{ word: string; found: boolean }>`
    select typed.word, exists (
      select 1 from search_words w
      where w.supplier_id = scope_supplier() and w.kind = ${kind}
        and w.word >= typed.word and w.word < typed.word || ${LAST}
    ) as found
    from search_words_of(${typed.slice(0, 200)}) typed (word) limit ${MOST_WORDS}`.execute(tx)
  return rows
}

async function corrections(tx: Tx, kind: SearchKind, word: string): Promise<readonly string[]> {
  const { rows } = await sql<{ word: string }>`
    select distinct v.word from search_variants v
    where v.supplier_id = scope_supplier() and v.kind = ${kind}
      and v.variant = any(array(select search_variants_of(${word})))`.execute(tx)
  return rows
    .map((row) => row.word)
    .filter((known) => isOneMistake(word, known))
    .slice(0, MOST_CORRECTIONS)
}
