import { expect, test } from 'vitest'
import { erpFor } from './registry.ts'

test('a connection’s adapter is found by its name, and an unknown name is a bug', () => {
  expect(erpFor('cin7-omni').adapter).toBe('cin7-omni')
  expect(erpFor('cin7-omni').limits).toEqual({ perSecond: 3, perMinute: 60, perDay: 5_000 })
  expect(() => erpFor('sap')).toThrow('cin7-omni')
})
