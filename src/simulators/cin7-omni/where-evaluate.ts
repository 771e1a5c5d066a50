// Turns a parsed `where` into a test of rows, typed by the model's fields, with SQL's three-valued logic flattened:
// a comparison with a missing value is false. Only fields of the record itself can be asked, no line fields (spec).

import type { Field, Model } from './model.ts'
import type { Row } from './rows.ts'
import { parseDate, textOf } from './wire-values.ts'
import { WhereError } from './where-parse.ts'
import type { WhereCondition, WhereLiteral, WhereNode, WhereOperator } from './where-parse.ts'

export type RowTest = (row: Row) => boolean

export type WhereRules = {
  /** SQL Server's usual collation ignores case (one client compares again itself; inferred). */
  caseSensitive: boolean
  /** What an unknown field does is a guess: refuse, or take the condition as true. */
  ignoreUnknownFields: boolean
  /** Text stands in single quotes (live); a word without them may name a column or nothing (guess), so it is refused by default. */
  takeUnquotedText: boolean
}

type Comparable = number | string

const always: RowTest = () => true
const never: RowTest = () => false

function compare(a: Comparable, b: Comparable, operator: WhereOperator): boolean {
  switch (operator) {
    case '=':
      return a === b
    case '<>':
      return a !== b
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    default:
      return operator satisfies never
  }
}

const two = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Stored dates are always `yyyy-MM-ddTHH:mm:ssZ`, read by position because lists test every row. */
function storedDateMs(text: string): number {
  const year = two(text, 0) * 100 + two(text, 2)
  // Date.UTC takes years before 100 for years of the 20th century.
  if (year < 100) return Date.parse(text)
  return Date.UTC(year, two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17))
}

/** How a field of this kind is read from a row (undefined when null) and from a literal (null when unreadable). */
type Reading = {
  ofRow: (row: Row) => Comparable | undefined
  ofLiteral: (literal: WhereLiteral) => Comparable | null
}

const trueWords = new Set(['true', '1'])
const falseWords = new Set(['false', '0'])

function booleanOf(text: string): number | null {
  const word = text.toLowerCase()
  if (trueWords.has(word)) return 1
  return falseWords.has(word) ? 0 : null
}

function readingFor(field: Field, rules: WhereRules): Reading | null {
  const { name } = field
  switch (field.kind) {
    case 'int':
    case 'dec':
      return {
        ofRow: (row) => (typeof row[name] === 'number' ? row[name] : field.nonNull ? 0 : undefined),
        ofLiteral: ({ text }) =>
          text.trim() === '' || Number.isNaN(Number(text)) ? booleanOf(text) : Number(text),
      }
    case 'bool':
      return {
        ofRow: (row) => (typeof row[name] === 'boolean' ? Number(row[name]) : field.nonNull ? 0 : undefined),
        ofLiteral: ({ text }) => booleanOf(text),
      }
    case 'date':
      return {
        ofRow: (row) => (typeof row[name] === 'string' ? storedDateMs(row[name]) : undefined),
        ofLiteral: ({ text }) => parseDate(text),
      }
    case 'str': {
      const fold = rules.caseSensitive ? (text: string) => text : (text: string) => text.toLowerCase()
      return {
        ofRow: (row) => (typeof row[name] === 'string' ? fold(row[name]) : undefined),
        ofLiteral: ({ kind, text }) => (kind === 'word' && !rules.takeUnquotedText ? null : fold(text)),
      }
    }
    default:
      return null
  }
}

/** SQL's LIKE: % any run, _ any one character. Matched by hand, so no pattern can make it slow. */
export function likeMatches(text: string, pattern: string): boolean {
  let t = 0
  let p = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    const want = pattern[p]
    if (want === '%') {
      star = p
      resume = t
      p += 1
    } else if (p < pattern.length && (want === '_' || want === text[t])) {
      t += 1
      p += 1
    } else if (star >= 0) {
      p = star + 1
      resume += 1
      t = resume
    } else return false
  }
  while (pattern[p] === '%') p += 1
  return p === pattern.length
}

function literalOf(reading: Reading, literal: WhereLiteral, field: Field): Comparable {
  const value = reading.ofLiteral(literal)
  if (value === null && field.kind === 'str')
    throw new WhereError(`The text ${literal.text} must stand in single quotes`, 1)
  if (value === null)
    throw new WhereError(`"${literal.text}" cannot be compared with the field ${field.name}`, 1)
  return value
}

function conditionTest(node: WhereCondition, field: Field, rules: WhereRules): RowTest {
  const reading = readingFor(field, rules)
  if (!reading) throw new WhereError(`The field ${field.name} cannot be filtered`, 1)
  switch (node.kind) {
    case 'null':
      return node.negated
        ? (row) => reading.ofRow(row) !== undefined
        : (row) => reading.ofRow(row) === undefined
    case 'compare': {
      if (node.value.kind === 'word' && node.value.text.toLowerCase() === 'null') return never
      const value = literalOf(reading, node.value, field)
      return (row) => {
        const own = reading.ofRow(row)
        return own !== undefined && compare(own, value, node.operator)
      }
    }
    case 'like': {
      const pattern = rules.caseSensitive ? node.pattern : node.pattern.toLowerCase()
      const fold = (text: string) => (rules.caseSensitive ? text : text.toLowerCase())
      return (row) => {
        const own = row[field.name]
        if (own === null || own === undefined || typeof own === 'object') return false
        return likeMatches(fold(textOf(own)), pattern) !== node.negated
      }
    }
    case 'in': {
      const values = new Set(node.values.map((value) => literalOf(reading, value, field)))
      return (row) => {
        const own = reading.ofRow(row)
        return own !== undefined && values.has(own) !== node.negated
      }
    }
    default:
      return node satisfies never
  }
}

export function whereTest(node: WhereNode, model: Model, rules: WhereRules): RowTest {
  if ('parts' in node) {
    const tests = node.parts.map((part) => whereTest(part, model, rules))
    return node.kind === 'and'
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row))
  }
  const field = model.byName.get(node.field.toLowerCase())
  if (field) return conditionTest(node, field, rules)
  if (rules.ignoreUnknownFields) return always
  throw new WhereError(`Unknown field "${node.field}"`, 1)
}

/**
 * The values that field `name` must equal for the tree to be true, or null when the tree does not pin it: lets a list start
 * from an index instead of every row. Sound because an OR pins a field only when all its parts do.
 */
export function pinnedValues(node: WhereNode, name: string): string[] | null {
  switch (node.kind) {
    case 'compare':
      return node.operator === '=' && node.field.toLowerCase() === name ? [node.value.text] : null
    case 'in':
      return !node.negated && node.field.toLowerCase() === name
        ? node.values.map((value) => value.text)
        : null
    case 'and': {
      for (const part of node.parts) {
        const pinned = pinnedValues(part, name)
        if (pinned) return pinned
      }
      return null
    }
    case 'or': {
      const all: string[] = []
      for (const part of node.parts) {
        const pinned = pinnedValues(part, name)
        if (!pinned) return null
        all.push(...pinned)
      }
      return all
    }
    default:
      return null
  }
}
