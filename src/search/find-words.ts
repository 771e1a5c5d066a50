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

/**
 * The condition that holds for rows whose id is `idColumn` when they match what was typed. Undefined when nothing was typed
 * that could be searched for.
 */
export async function matching(
  tx: Tx,
  kind: SearchKind,
  typed: string | undefined,
  idColumn: string,
): Promise<RawBuilder<boolean> | undefined> {
  if (typed === undefined || typed.trim() === '') return undefined
  const words = await wordsOf(tx, kind, typed)
  if (words.length === 0) return sql<boolean>`false`
  const terms: Term[] = []
  for (const { word, found } of words) {
    terms.push(found ? { beginning: word } : { anyOf: await corrections(tx, kind, word) })
  }
  return sql<boolean>`(${sql.join(
    terms.map(
      (term) => sql`${sql.ref(idColumn)} in (
        select w.local_id from search_words w
        where w.supplier_id = scope_supplier() and w.kind = ${kind} and ${conditionOf(term)})`,
    ),
    sql` and `,
  )})`
}

function conditionOf(term: Term): RawBuilder<boolean> {
  return 'anyOf' in term
    ? sql<boolean>`w.word = any(${term.anyOf})`
    : sql<boolean>`w.word >= ${term.beginning} and w.word < ${term.beginning + LAST}`
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
