import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, roundTo, times, toNumber } from './decimal.ts'
import { totalsOf } from './order-totals.ts'

const rule = { taxRounding: 'perOrder', lineTaxRate: 'ignored' }
const order = {
  lineItems: [{ qty: 3, unitPrice: 1.005, discount: 0 }],
  freightTotal: 10,
  surcharge: 1,
  discountTotal: 2,
  taxStatus: 'Excl',
  taxRate: 15,
}

test('Excl adds tax on products, freight and surcharge less the discount', () => {
  // 3 x 1.005 = 3.015 -> 3.02; (3.02 + 10 + 1 - 2) = 12.02; 15 % = 1.803 -> 1.80
  expect(totalsOf(order, rule)).toEqual({ lineTotals: [3.02], productTotal: 3.02, tax: 1.8, total: 13.82 })
})

test.each(['Incl', 'Exempt'])('%s adds no tax', (taxStatus) => {
  expect(totalsOf({ ...order, taxStatus }, rule)).toMatchObject({ tax: 0, total: 12.02 })
})

test('rounding the tax per line can differ from rounding it once', () => {
  const lines = Array.from({ length: 3 }, () => ({ qty: 1, unitPrice: 0.1, discount: 0 }))
  const three = { ...order, lineItems: lines, freightTotal: 0, surcharge: 0, discountTotal: 0 }
  expect(totalsOf(three, rule).tax).toBe(0.05)
  expect(totalsOf(three, { ...rule, taxRounding: 'perLine' }).tax).toBe(0.06)
})

test("a line's own rate counts only when the rule says so", () => {
  const lines = [{ qty: 1, unitPrice: 100, discount: 0, taxRate: 0 }]
  const free = { ...order, lineItems: lines, freightTotal: 0, surcharge: 0, discountTotal: 0 }
  expect(totalsOf(free, rule).total).toBe(115)
  expect(totalsOf(free, { ...rule, lineTaxRate: 'used' }).total).toBe(100)
})

test('cents never drift, whatever the amounts', () => {
  const cents = fc.integer({ min: -1_000_000, max: 1_000_000 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), cents), { maxLength: 40 }), (lines) => {
      const lineItems = lines.map(([qty, price]) => ({ qty, unitPrice: price / 100, discount: 0 }))
      const expected = lines.reduce((sum, [qty, price]) => sum + BigInt(qty) * BigInt(price), 0n)
      const { productTotal } = totalsOf({ ...order, lineItems }, rule)
      expect(productTotal).toBe(Number(expected) / 100)
    }),
  )
})

test('decimals round half away from zero', () => {
  expect(toNumber(roundTo(exact(1.005), 2))).toBe(1.01)
  expect(toNumber(roundTo(exact(-1.005), 2))).toBe(-1.01)
  expect(toNumber(times(exact(0.1), exact(0.2)))).toBe(0.02)
  expect(toNumber(exact(1e-7))).toBe(0.0000001)
})
