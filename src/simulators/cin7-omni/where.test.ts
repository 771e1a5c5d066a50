import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWhere, WhereError } from './where-parse.ts'
import type { WhereNode } from './where-parse.ts'
import { likeMatches, pinnedValues, whereTest } from './where-evaluate.ts'
import { defineModel } from './model.ts'
import { CONTACT } from './models-people.ts'
import { SALES_ORDER } from './models-sales.ts'
import type { Row } from './rows.ts'

const strict = { caseSensitive: false, ignoreUnknownFields: false, takeUnquotedText: false }
const order = (more: Record<string, unknown> = {}): Row => ({
  id: 7,
  reference: "O'Brien-1",
  memberId: 41,
  isApproved: true,
  isVoid: false,
  stage: 'Fully Picked',
  branchId: 3,
  total: 12.5,
  productTotal: 0,
  modifiedDate: '2026-11-16T08:30:00Z',
  ...more,
})
const matches = (text: string, row = order(), rules = strict): boolean =>
  whereTest(parseWhere(text), SALES_ORDER, rules)(row)

test.each([
  ["Reference='o''brien-1'", true],
  ["reference = 'o''brien-2'", false],
  ["Reference='A' OR Reference='O''Brien-1'", true],
  ['invoicenumber=0 or invoicenumber=2', true],
  ["stage='New' and modifieddate>'2026-11-01T00:00:00Z'", false],
  [
    "isApproved=true AND branchId IN (3,4) AND stage IN ('Fully Picked','Partially Picked') AND modifiedDate>='2026-11-16'",
    true,
  ],
  ['isApproved=1', true],
  ['isApproved=0', false],
  ['isVoid = false', true],
  ['modifieddate>=2024-01-01T00:00:00Z', true],
  ['modifieddate>=2024-01-01 00:00:00 AND id=7', true],
  ["modifiedDate>='2026-11-16T08:30:00.500Z'", false],
  ["modifiedDate='2026-11-16T21:30:00+13:00'", true],
  ["(ModifiedDate>'2026-11-16T08:30:00Z') OR (ModifiedDate='2026-11-16T08:30:00Z' AND Id>6)", true],
  ["DispatchedDate>='2026-01-01' AND InvoiceDate IS NULL", false],
  ['InvoiceDate IS NULL', true],
  ['modifiedDate IS NOT NULL', true],
  ['productTotal<=0', true],
  ["internalComments LIKE '%x'", false],
  ["reference LIKE 'o%1'", true],
  ["reference NOT LIKE 'o%'", false],
  ['branchId NOT IN (1, 2)', true],
  ['branchId <> 3', false],
  ["memberId='41'", true],
  ["status='x' OR memberId=41 AND id=8", false],
  ["(status='x' OR memberId=41) AND id=7", true],
  ["trackingCode <> 'a'", false],
])('%s is %s', (text, expected) => {
  expect(matches(text)).toBe(expected)
})

test('= on text can be made to mind the case', () => {
  expect(matches("reference='O''BRIEN-1'", order(), { ...strict, caseSensitive: true })).toBe(false)
})

test('text without quotes is refused or, by rule, taken', () => {
  for (const text of ['stage=New', 'reference=HH-10401', 'stage IN (New)', 'stage<>New'])
    expect(() => matches(text), text).toThrow('single quotes')
  expect(() => matches('stage LIKE New')).toThrow('single quotes')
  expect(matches('stage=New', order({ stage: 'new' }), { ...strict, takeUnquotedText: true })).toBe(true)
  expect(matches('trackingCode=12', order({ trackingCode: '12' }))).toBe(true)
})

test('an unknown field is refused or, by rule, taken as true', () => {
  expect(() => matches("nonsense='x'")).toThrow('Unknown field "nonsense"')
  expect(matches("nonsense='x'", order(), { ...strict, ignoreUnknownFields: true })).toBe(true)
})

test('line fields cannot be asked', () => {
  expect(() => matches("lineItems='x'")).toThrow('cannot be filtered')
})

test.each([
  ["reference='abc", 'not closed at position 11'],
  ['reference=', 'Expected a value but found the end at position 11'],
  ['reference', 'Expected an operator but found the end'],
  ['(id=1 OR id=2', 'Expected ")"'],
  ['id=1 id=2', 'Expected AND, OR or the end but found "id" at position 6'],
  ['id IN ()', 'Expected a value'],
  ['id ~ 3', 'Unexpected "~" at position 4'],
  ['id ! 3', 'Unexpected "!"'],
  ["memberId='abc'", 'cannot be compared'],
  ["modifiedDate>'yesterday'", 'cannot be compared'],
])('%s is refused: %s', (text, sentence) => {
  expect(() => matches(text)).toThrow(WhereError)
  expect(() => matches(text)).toThrow(sentence)
})

test('no text crashes or hangs the parser', () => {
  const pieces = fc.constantFrom(
    "'",
    "''",
    '(',
    ')',
    ',',
    '=',
    '<',
    '>',
    '!',
    ' ',
    'AND',
    'or',
    'NOT',
    'IN',
    'is',
    'NULL',
    'like',
    'id',
    'reference',
    '3',
    '-',
    '2024-01-01',
    '%',
    ';',
    'é',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      ),
      (text) => {
        try {
          whereTest(parseWhere(text), CONTACT, strict)({ id: 1 })
        } catch (error) {
          expect(error).toBeInstanceOf(WhereError)
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(() => parseWhere('('.repeat(100_000))).toThrow('nested too deeply')
})

const toy = defineModel('Toy', 'n int nonNull\ns str\nb bool nonNull\nd date')
type Toy = Row & { n: number; s?: string; b: boolean; d?: string }

const words = ['a', 'A', 'ab', 'b%', "it's", '']
const dates = ['2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z', '2026-12-31T23:59:59Z']
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

type Made = { text: string; holds: (toy: Toy) => boolean }

const compareWith = <T extends number | string>(operator: string, a: T | undefined, b: T): boolean => {
  if (a === undefined) return false
  return (
    { '=': a === b, '<>': a !== b, '<': a < b, '>': a > b, '<=': a <= b, '>=': a >= b }[operator] ?? false
  )
}
const operator = fc.constantFrom('=', '<>', '<', '>', '<=', '>=')
const lower = (text: string | undefined) => text?.toLowerCase()

const leaf: fc.Arbitrary<Made> = fc.oneof(
  fc
    .tuple(operator, fc.integer({ min: -2, max: 4 }))
    .map(([op, n]): Made => ({ text: `N${op}${n}`, holds: (t) => compareWith(op, t.n, n) })),
  fc.tuple(operator, fc.constantFrom(...words)).map(([op, s]): Made => ({
    text: `s ${op} ${quoted(s)}`,
    holds: (t) => compareWith(op, lower(t.s), s.toLowerCase()),
  })),
  fc.tuple(operator, fc.constantFrom(...dates), fc.boolean()).map(([op, d, bare]): Made => ({
    text: `D ${op} ${bare ? d : quoted(d)}`,
    holds: (t) => compareWith(op, t.d, d),
  })),
  fc.boolean().map((b): Made => ({ text: `b = ${b}`, holds: (t) => t.b === b })),
  fc.boolean().map((negated): Made => ({
    text: `s IS ${negated ? 'NOT ' : ''}NULL`,
    holds: (t) => (t.s === undefined) !== negated,
  })),
  fc
    .tuple(fc.boolean(), fc.array(fc.integer({ min: -2, max: 4 }), { minLength: 1, maxLength: 3 }))
    .map(([negated, list]): Made => ({
      text: `n ${negated ? 'not ' : ''}in (${list.join(', ')})`,
      holds: (t) => list.includes(t.n) !== negated,
    })),
  fc.boolean().map((negated): Made => ({
    text: `s ${negated ? 'NOT ' : ''}LIKE 'a%'`,
    holds: (t) => t.s !== undefined && (lower(t.s) ?? '').startsWith('a') !== negated,
  })),
)

const expression: fc.Arbitrary<Made> = fc.letrec<{ made: Made }>((tie) => ({
  made: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('made'), fc.constantFrom('AND', 'and', 'OR', 'Or'), tie('made'))
      .map(([a, word, b]): Made => ({
        text: `(${a.text}) ${word} (${b.text})`,
        holds: (t) => (word.toUpperCase() === 'AND' ? a.holds(t) && b.holds(t) : a.holds(t) || b.holds(t)),
      })),
  ),
})).made

const toys: fc.Arbitrary<Toy> = fc.record(
  {
    id: fc.constant(1),
    n: fc.integer({ min: -2, max: 4 }),
    s: fc.constantFrom(...words),
    b: fc.boolean(),
    d: fc.constantFrom(...dates),
  },
  { requiredKeys: ['id', 'n', 'b'] },
)

test('a generated expression means what a naive reading of it means', () => {
  fc.assert(
    fc.property(expression, toys, ({ text, holds }, toy1) => {
      expect(whereTest(parseWhere(text), toy, strict)(toy1)).toBe(holds(toy1))
    }),
    { numRuns: 2000 },
  )
})

test('AND binds tighter than OR without parentheses', () => {
  fc.assert(
    fc.property(leaf, leaf, leaf, toys, (a, b, c, row) => {
      const test1 = whereTest(parseWhere(`${a.text} OR ${b.text} AND ${c.text}`), toy, strict)
      expect(test1(row)).toBe(a.holds(row) || (b.holds(row) && c.holds(row)))
    }),
  )
})

test('a pinned field never loses a row that matches', () => {
  fc.assert(
    fc.property(expression, toys, ({ text, holds }, row) => {
      const tree: WhereNode = parseWhere(text)
      const pinned = pinnedValues(tree, 'n')
      if (pinned && holds(row)) expect(pinned.map(Number)).toContain(row.n)
    }),
    { numRuns: 2000 },
  )
})

test('LIKE agrees with a regular expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '%', '_'), maxLength: 8 })
  fc.assert(
    fc.property(text, pattern, (value, like) => {
      const source = like.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')
      expect(likeMatches(value, like)).toBe(new RegExp(`^${source}$`, 's').test(value))
    }),
    { numRuns: 2000 },
  )
})
