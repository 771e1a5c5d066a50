import { describe, expect, test } from 'vitest'
import { formatShort } from '../../core/decimal.ts'
import { omniBatchResult, omniContact, omniProduct, omniSalesOrder, readRow } from './wire.ts'
import { readBoolean, readDate, readDecimal, readInteger, readText } from './wire-values.ts'

describe('values', () => {
  test('numbers come as numbers, as text, or not at all', () => {
    expect(readInteger('41')).toBe(41)
    expect(readInteger('1.0')).toBe(1)
    expect([readInteger(''), readInteger(1.5), readInteger(null), readInteger('x')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(formatShort(readDecimal('19.90')!)).toBe('19.9')
    expect(formatShort(readDecimal(0.1)!)).toBe('0.1')
    expect(formatShort(readDecimal(1e-7)!)).toBe('0.0000001')
    expect([readDecimal(''), readDecimal(Number.NaN), readDecimal(null)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('texts lose carriage returns and blanks, not content', () => {
    expect(readText(' a\r\nb\r ')).toBe('a\nb')
    expect(readText('')).toBeUndefined()
    expect(readText(12)).toBe('12')
  })

  test('dates come in all shapes and are UTC without a zone', () => {
    expect(readDate('2024-11-15T13:41:56Z')?.toISOString()).toBe('2024-11-15T13:41:56.000Z')
    expect(readDate('2024-11-15 13:41:56')?.toISOString()).toBe('2024-11-15T13:41:56.000Z')
    expect(readDate('2024-11-15T13:41:56.1794562Z')?.toISOString()).toBe('2024-11-15T13:41:56.179Z')
    expect(readDate('2024-11-17T02:41:56.1794562+13:00')?.toISOString()).toBe('2024-11-16T13:41:56.179Z')
    expect(readDate('2025-11-20')?.toISOString()).toBe('2025-11-20T00:00:00.000Z')
    expect([
      readDate('0001-01-01T00:00:00'),
      readDate(''),
      readDate('2025-13-40T00:00:00Z'),
      readDate(5),
    ]).toEqual([undefined, undefined, undefined, undefined])
  })

  test('booleans come as words and digits', () => {
    expect([true, 'True', 1, '1', 'false', 0, 'x', null].map(readBoolean)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      undefined,
      undefined,
    ])
  })
})

describe('rows', () => {
  test('field names read alike in either case, data keys stay as they are', () => {
    const pascal = {
      Id: '128',
      Reference: 'SALE4-28',
      IsVoid: 'False',
      CustomFields: { Orders_1000: 'x', orders_1001: null, n: 5 },
      LineItems: [{ Qty: '3.0', IntegrationRef: 'L1' }],
    }
    const camel = {
      id: 128,
      reference: 'SALE4-28',
      isVoid: false,
      customFields: { Orders_1000: 'x', orders_1001: null, n: 5 },
      lineItems: [{ qty: 3, integrationRef: 'L1' }],
    }
    const [a, b] = [readRow(omniSalesOrder, pascal), readRow(omniSalesOrder, camel)]
    expect(a.ok && a.row).toMatchObject({
      id: 128,
      reference: 'SALE4-28',
      isVoid: false,
      customFields: { Orders_1000: 'x', n: '5' },
    })
    expect(a.ok && formatShort(a.row.lineItems[0]!.qty!)).toBe('3')
    expect(b.ok && b.row.customFields).toEqual(a.ok && a.row.customFields)
  })

  test('unknown fields pass, and a list form of custom fields is none', () => {
    const row = readRow(omniContact, { id: 1, somethingNew: { deep: true }, customFields: ['a'] })
    expect(row.ok && row.row.customFields).toEqual({})
  })

  test('a row without an id says what is wrong', () => {
    for (const bad of [{ company: 'x' }, { id: 0 }, { id: null }, null, 'x', 5, []])
      expect(readRow(omniContact, bad).ok).toBe(false)
    const why = (seen: unknown) => {
      const row = readRow(omniContact, seen)
      return !row.ok && row.reason
    }
    expect(why({ company: 'x' })).toBe('id is missing')
    expect(why({ id: 0 })).toBe('id is 0')
    expect(why(null)).toBe('it is null, not a record with fields')
  })

  test('null lists are empty lists', () => {
    const row = readRow(omniProduct, { id: 1, productOptions: null, images: null })
    expect(row.ok && [row.row.productOptions, row.row.images]).toEqual([[], []])
  })

  test('a batch result reads with null or text for its errors', () => {
    const rows = [
      { index: 0, success: false, id: null, code: null, errors: null },
      { Success: 'true', Id: 5 },
      { success: false, errors: 'No' },
    ].map((seen) => readRow(omniBatchResult, seen))
    expect(rows.map((row) => row.ok && [row.row.success, row.row.id, row.row.errors])).toEqual([
      [false, undefined, []],
      [true, 5, []],
      [false, undefined, ['No']],
    ])
  })
})
