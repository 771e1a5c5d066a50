// Answers a list: where, order, page, rows. Without `order` the sequence is really undefined: shuffled anew on each call,
// so a client that pages without it skips and repeats rows, as one live client saw.

import type { Account } from './account.ts'
import type { Collection } from './collection.ts'
import type { Field, Model } from './model.ts'
import type { Row } from './rows.ts'
import { parseWhere, WhereError } from './where-parse.ts'
import { pinnedValues, whereTest } from './where-evaluate.ts'
import type { WhereNode } from './where-parse.ts'
import { shuffle } from './seeds/random.ts'

/** Refuses the whole request with 400 and this text. */
export class BadRequest extends Error {}

/** Query parameters by lower-cased name: names match in any case (live). */
export type Query = Map<string, string>

const mostRows = 250

function wholeNumber(query: Query, name: string, fallback: number): number {
  const text = query.get(name)?.trim()
  if (!text) return fallback
  const value = Number(text)
  // The text for a page or rows that is no number is a guess.
  if (!Number.isInteger(value)) throw new BadRequest(`The value '${text}' is not valid for ${name}.`)
  return value
}

function paging(query: Query): { page: number; rows: number } {
  const rows = wholeNumber(query, 'rows', 50)
  const page = wholeNumber(query, 'page', 1)
  if (rows > mostRows) throw new BadRequest('The rows argument cannot be greater than 250.')
  if (rows < 1) throw new BadRequest('The rows argument must be greater than or equal to 1.')
  if (page < 1)
    throw new BadRequest('The page number is out of range; the value must be greater than or equal to 1.')
  return { page, rows }
}

type SortKey = { field: Field; sign: 1 | -1 }

interface SortRules {
  readonly ignoreUnknown: boolean
  /** For a field that names none. */
  readonly direction: 'ASC' | 'DESC'
}

function sortKeys(text: string, model: Model, rules: SortRules): SortKey[] {
  const keys: SortKey[] = []
  for (const part of text.split(',')) {
    const [name = '', direction = rules.direction, ...rest] = part.trim().split(/\s+/)
    if (!name) continue
    const field = model.byName.get(name.toLowerCase())
    // Text and outcome for an unknown order field are a guess, so the outcome has a switch.
    if (!field && rules.ignoreUnknown) continue
    if (!field || ['list', 'one', 'map', 'ints', 'strs'].includes(field.kind))
      throw new BadRequest(`Cannot order by '${name}'.`)
    if (rest.length > 0 || !/^(asc|desc)$/i.test(direction))
      throw new BadRequest(`Cannot order by '${part.trim()}'.`)
    keys.push({ field, sign: direction.toUpperCase() === 'ASC' ? 1 : -1 })
  }
  return keys
}

function sortable(row: Row, field: Field): string | number {
  const value = row[field.name]
  if (typeof value === 'string') return value.toLowerCase()
  if (typeof value === 'boolean' || typeof value === 'number') return Number(value)
  return field.kind === 'str' || field.kind === 'date' ? '' : Number.NEGATIVE_INFINITY
}

/** What is compared is read from each row once, because 100,000 orders are compared millions of times. */
function sortRows(rows: Row[], keys: SortKey[]): Row[] {
  if (keys.length === 0) return rows
  const columns = keys.map(({ field, sign }) => ({ sign, values: rows.map((row) => sortable(row, field)) }))
  const places = rows.map((_row, place) => place)
  places.sort((a, b) => {
    for (const { sign, values } of columns) {
      const left = values[a] ?? ''
      const right = values[b] ?? ''
      if (left !== right) return left < right ? -sign : sign
    }
    return 0
  })
  return places.flatMap((place) => rows[place] ?? [])
}

function candidates(collection: Collection<Row>, tree: WhereNode | null): Iterable<Row> {
  if (!tree) return collection.values()
  for (const name of collection.indexedNames()) {
    const values = pinnedValues(tree, name.toLowerCase())
    if (!values) continue
    const plain =
      name === 'id' || name.endsWith('Id') ? values.every((value) => /^(0|[1-9]\d*)$/.test(value)) : true
    if (!plain) continue
    return new Set(
      [...new Set(values.map((value) => value.toLowerCase()))].flatMap((value) => collection.by(name, value)),
    )
  }
  return collection.values()
}

function parsedWhere(query: Query): WhereNode | null {
  const text = query.get('where')
  if (text === undefined || text.trim() === '') return null
  return parseWhere(text)
}

export type ListRequest = {
  account: Account
  collection: Collection<Row>
  model: Model
  query: Query
  /** Rows that lists do not show yet. */
  hidden?: (row: Row) => boolean
}

export function listRows({ account, collection, model, query, hidden }: ListRequest): Row[] {
  const { switches } = account
  const { page, rows } = paging(query)
  const keys = sortKeys(query.get('order') ?? '', model, {
    ignoreUnknown: switches.unknownOrderField === 'ignored',
    direction: switches.orderWithoutDirection === 'ascending' ? 'ASC' : 'DESC',
  })
  let found: Row[]
  try {
    const tree = parsedWhere(query)
    const rules = {
      caseSensitive: switches.whereEquals === 'caseSensitive',
      ignoreUnknownFields: switches.whereUnknownField === 'ignore',
      takeUnquotedText: switches.whereUnquotedText === 'accepted',
    }
    const test = tree ? whereTest(tree, model, rules) : null
    found = []
    for (const row of candidates(collection, tree)) {
      if ((!test || test(row)) && !hidden?.(row)) found.push(row)
    }
  } catch (error) {
    if (!(error instanceof WhereError)) throw error
    const named = switches.whereErrorText === 'named'
    throw new BadRequest(
      named ? `The where clause is invalid: ${error.message}.` : 'The where clause is invalid.',
    )
  }
  const ordered = inOrder({ account, collection, model }, found, keys)
  return ordered.slice((page - 1) * rows, page * rows)
}

function inOrder(
  { account, collection, model }: Pick<ListRequest, 'account' | 'collection' | 'model'>,
  found: Row[],
  keys: SortKey[],
): Row[] {
  const natural = account.switches.defaultOrder
  // With the id in the order nothing ties, so that there is nothing to shuffle.
  if (collection.idsAreUnique && keys.some(({ field }) => field.name === 'id')) return sortRows(found, keys)
  if (natural === 'shuffled') {
    account.counters.shuffle += 1
    // Shuffled before sorting too, because the sequence of equal keys is just as undefined.
    return sortRows(shuffle(found, account.counters.shuffle), keys)
  }
  const fallback = natural === 'idAscending' ? 'id ASC' : 'modifiedDate DESC'
  const usable = model.byName.has('id') && (natural === 'idAscending' || model.byName.has('modifieddate'))
  return sortRows(
    found,
    keys.length > 0 || !usable ? keys : sortKeys(fallback, model, { ignoreUnknown: false, direction: 'ASC' }),
  )
}
