import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentedLimits, RateMeter } from './limits.ts'

const rules = { rejectedCount: false, dailyWindow: 'sliding' }
const second = 1000
const minute = 60 * second
const day = 1440 * minute

test('3 in any second, then a wait until the oldest is a second old', () => {
  const meter = new RateMeter(documentedLimits)
  expect([0, 100, 200].map((at) => meter.take(at, rules))).toEqual([0, 0, 0])
  expect(meter.take(300, rules)).toBe(700)
  expect(meter.take(999, rules)).toBe(1)
  expect(meter.take(1000, rules)).toBe(0)
})

test('60 in any minute', () => {
  const meter = new RateMeter(documentedLimits)
  for (let i = 0; i < 60; i += 1) expect(meter.take(i * 500, rules)).toBe(0)
  expect(meter.take(30_000, rules)).toBe(30_000)
  expect(meter.take(minute, rules)).toBe(0)
})

test('rejected calls count only by rule', () => {
  const meter = new RateMeter(documentedLimits)
  const counting = { ...rules, rejectedCount: true }
  for (let i = 0; i < 3; i += 1) meter.take(0, counting)
  expect(meter.take(500, counting)).toBe(500)
  expect(meter.take(600, counting)).toBe(400)
  expect(meter.take(700, counting)).toBe(300)
  // The three calls at 0 are gone, but the rejected ones still fill the second.
  expect(meter.take(1050, counting)).toBeGreaterThan(0)
})

test('5,000 in any day, or since midnight UTC by rule', () => {
  const limits = { perSecond: 1_000_000, perMinute: 1_000_000, perDay: 5000 }
  const fill = () => {
    const meter = new RateMeter(limits)
    for (let i = 0; i < 5000; i += 1) expect(meter.take(day - minute + i, rules)).toBe(0)
    return meter
  }
  expect(fill().take(day + minute, rules)).toBe(day - 2 * minute)
  expect(fill().take(day + minute, { ...rules, dailyWindow: 'utcDay' })).toBe(0)
  expect(fill().take(day - second, { ...rules, dailyWindow: 'utcDay' })).toBe(second)
})

test('no window ever holds more than its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 200 }), (gaps) => {
      const meter = new RateMeter(documentedLimits)
      let at = 0
      const passed: number[] = []
      for (const gap of gaps) {
        at += gap
        if (meter.take(at, rules) === 0) passed.push(at)
      }
      for (const start of passed) {
        expect(passed.filter((one) => one >= start && one < start + second).length).toBeLessThanOrEqual(3)
        expect(passed.filter((one) => one >= start && one < start + minute).length).toBeLessThanOrEqual(60)
      }
    }),
  )
})
