/** Totals and money in words: exact, in the currency's own minor unit, and rounded where it is said. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, decimal, format, formatShort } from './decimal.ts'
import { formatMoney, orderTotals } from './money.ts'

describe('formatMoney', () => {
  it.each([
    ['1234.5', 'NZD', '$1,234.50'],
    ['3.4275', 'NZD', '$3.4275'],
    ['3.4200', 'NZD', '$3.42'],
    ['0', 'GBP', '£0.00'],
    ['-12.5', 'NZD', '-$12.50'],
    ['1200', 'JPY', '¥1,200'],
    ['1.2345', 'KWD', 'KWD\u00a01.2345'],
    // More digits than a float holds.
    ['99999999999999999.99', 'NZD', '$99,999,999,999,999,999.99'],
  ])('%s %s is %s', (amount, currency, words) => {
    expect(formatMoney(amount, currency)).toBe(words)
  })

  it('loses no cent of any amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), (cents) => {
        const amount = format({ units: cents, scale: 2 })
        expect(formatMoney(amount, 'NZD').replaceAll(/[$,]/g, '')).toBe(amount)
      }),
    )
  })
})

describe('orderTotals', () => {
  const terms = { currency: 'NZD', taxTreatment: 'exclusive', taxRate: '15', freight: '0' } as const
  const lines = Array.from({ length: 3 }, () => ({ quantity: '1', unitPrice: '0.10' }))

  it('rounds tax for each line or once, as it is told', () => {
    expect(orderTotals({ ...terms, lines, taxRounding: 'line' })).toMatchObject({
      tax: '0.06',
      total: '0.36',
    })
    expect(orderTotals({ ...terms, lines, taxRounding: 'order' })).toMatchObject({
      tax: '0.05',
      total: '0.35',
    })
  })

  it('adds up, whatever is ordered', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 8n }).map((units) => format({ units, scale: 4 }))
    const line = fc.record({ quantity: amount, unitPrice: amount })
    const input = fc.record({
      currency: fc.constantFrom('NZD', 'JPY', 'KWD'),
      taxTreatment: fc.constantFrom('exclusive', 'inclusive', 'exempt'),
      taxRate: fc.constantFrom('0', '10', '12.5', '15'),
      taxRounding: fc.constantFrom('line', 'order'),
      freight: amount,
      lines: fc.array(line, { maxLength: 8 }),
    })
    fc.assert(
      fc.property(input, (it) => {
        const totals = orderTotals(it)
        const sum = (parts: readonly string[]) => formatShort(parts.map(decimal).reduce(add, decimal('0')))
        const same = (a: string, b: string) => expect(sum([a])).toBe(sum([b]))
        same(sum(totals.lineTotals), totals.productTotal)
        const goods = [totals.productTotal, totals.freight]
        same(totals.total, sum(it.taxTreatment === 'exclusive' ? [...goods, totals.tax] : goods))
        if (it.taxTreatment === 'exempt') expect(Number(totals.tax)).toBe(0)
      }),
    )
  })
})
