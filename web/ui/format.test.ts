// What people read must be exactly what the server said.
import { assert, bigInt, property } from 'fast-check'
import { expect, test } from 'vitest'
import { asDecimal } from './decimal-input.ts'
import { dayIn, formatDateTime, formatDay, formatMoney, formatQty, formatSpan } from './format.ts'

test('money keeps every digit that a unit price has, and never less than the currency shows', () => {
  expect(formatMoney('1234.5', 'AUD', 'en-AU')).toBe('$1,234.50')
  expect(formatMoney('3.4275', 'AUD', 'en-AU')).toBe('$3.4275')
  expect(formatMoney('3.4200', 'AUD', 'en-AU')).toBe('$3.42')
  expect(formatMoney('1200', 'JPY', 'en')).toBe('¥1,200')
  expect(formatMoney('99999999999999999.99', 'AUD', 'en-AU')).toBe('$99,999,999,999,999,999.99')
  expect(formatMoney('n/a', 'AUD', 'en-AU')).toBe('n/a')
})

test('any amount in cents is shown with just its own digits', () => {
  assert(
    property(bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (cents) => {
      const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
      const amount = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
      expect(formatMoney(amount, 'AUD', 'en-AU').replace(/[$,]/g, '')).toBe(amount)
    }),
  )
})

test('quantities keep their decimals and lose only padding', () => {
  expect(formatQty('1200', 'en-AU')).toBe('1,200')
  expect(formatQty('2.5000', 'en-AU')).toBe('2.5')
})

test('an instant falls on the day of the supplier, not of the browser', () => {
  const instant = new Date('2026-11-23T13:30:00Z')
  expect(dayIn('Pacific/Auckland', instant)).toBe('2026-11-24')
  expect(dayIn('America/Los_Angeles', instant)).toBe('2026-11-23')
  expect(formatDateTime('2026-11-23T13:30:00Z', 'en-AU', 'Pacific/Auckland', instant)).toMatch(
    /^Today 2:30\sam$/i,
  )
  expect(formatDateTime('2026-11-23T13:30:00Z', 'en-AU', 'Pacific/Auckland', instant, 'inside')).toMatch(
    /^today 2:30\sam$/,
  )
})

test('days near today have names, others a date, another year its number', () => {
  expect(formatDay('2026-11-24', 'en-AU', '2026-11-23')).toBe('Tomorrow')
  expect(formatDay('2026-11-22', 'en-AU', '2026-11-23')).toBe('Yesterday')
  expect(formatDay('2026-11-26', 'en-AU', '2026-11-23')).toMatch(/Thu,? 26 Nov/)
  expect(formatDay('2027-01-02', 'en-AU', '2026-11-23')).toMatch(/2 Jan 2027/)
})

test('ages use their largest unit and round down', () => {
  expect(formatSpan(4_900, 'en')).toBeNull()
  expect(formatSpan(40_000, 'en')).toBe('40s')
  expect(formatSpan(119_000, 'en')).toBe('1m')
  expect(formatSpan(3 * 86_400_000 + 5, 'en')).toBe('3d')
})

test('numbers may be typed with a comma and pasted with thousands marks', () => {
  expect(asDecimal('1,5', false)).toBe('1.5')
  expect(asDecimal('1,234.50', false)).toBe('1234.50')
  expect(asDecimal('1.234,50', false)).toBe('1234.50')
  expect(asDecimal('1,234', false)).toBe('1234')
  expect(asDecimal('$ -12.40x', false)).toBe('12.40')
  expect(asDecimal('-12.4', false)).toBe('-12.4')
  expect(asDecimal('12.9', true)).toBe('12')
})
