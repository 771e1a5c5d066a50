import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhere } from '../../simulators/cin7-omni/where-parse.ts'
import { anyOf, anyOfIds, contains, eitherOf, partsThatFit, queryString, quoted } from './where.ts'

const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), {
  minLength: 1,
  maxLength: 20,
})

describe('quoting', () => {
  test('doubles quotes and nothing else', () => {
    expect(quoted("O'Brien")).toBe("'O''Brien'")
    expect(anyOf('reference', ['a'])).toBe("reference='a'")
    expect(anyOf('reference', ['a', "b' OR 1=1"])).toBe("reference IN ('a','b'' OR 1=1')")
    expect(anyOfIds('productId', [1, 2])).toBe('productId IN (1,2)')
    expect(contains('name', "x'y")).toBe("name LIKE '%x''y%'")
  })

  test('no value can change what an expression means', () => {
    fc.assert(
      fc.property(texts, (values) => {
        const either = parseWhere(eitherOf('reference', values))
        const parts = either.kind === 'or' ? either.parts : [either]
        expect(parts.map((part) => (part.kind === 'compare' ? part.value.text : part.kind))).toEqual(values)
        const any = parseWhere(anyOf('reference', values))
        const seen =
          any.kind === 'in'
            ? any.values.map((one) => one.text)
            : any.kind === 'compare'
              ? [any.value.text]
              : []
        expect(seen).toEqual(values)
      }),
    )
  })

  test('a query survives the way through a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const url = new URL(
          `http://omni.test/v1/SalesOrders?${queryString({ where: quoted(text), rows: 250 })}`,
        )
        expect(url.searchParams.get('where')).toBe(quoted(text).toWellFormed())
        expect(url.searchParams.get('rows')).toBe('250')
      }),
    )
  })
})

describe('splitting', () => {
  test('keeps every value once, in order, within both limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 40 })),
        fc.integer({ min: 60, max: 400 }),
        fc.integer({ min: 1, max: 9 }),
        (values, maxChars, maxCount) => {
          const queryOf = (part: readonly string[]): string =>
            queryString({ where: anyOf('reference', part) })
          const parts = partsThatFit(values, { maxChars, maxCount }, queryOf)
          expect(parts.flat()).toEqual(values)
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(maxCount)
            if (part.length > 1) expect(queryOf(part).length).toBeLessThanOrEqual(maxChars)
          }
        },
      ),
    )
  })

  test('keeps weights together within their limit', () => {
    const limit = { maxChars: 1_000, maxCount: 10, weigh: (value: number) => value, maxWeight: 10 }
    expect(partsThatFit([4, 6, 1, 20, 3], limit, () => '')).toEqual([[4, 6], [1], [20], [3]])
  })
})
