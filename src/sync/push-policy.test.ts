import { expect, it } from 'vitest'
import type { ErpFailure } from '../erp/port.ts'
import { thatGoesOn } from './push-policy.ts'

const promise = 'It is tried again by itself.'
const cases: [Pick<ErpFailure, 'kind' | 'code' | 'sentence'>, string][] = [
  [
    { kind: 'unreachable', code: 'server-error', sentence: 'Cin7 failed (503).' },
    `Cin7 failed (503). ${promise}`,
  ],
  [{ kind: 'busy', code: 'rate-limited', sentence: 'Slow down.' }, `Slow down. ${promise}`],
  [{ kind: 'busy', code: 'day-spent', sentence: 'It goes on at midnight.' }, 'It goes on at midnight.'],
  [{ kind: 'misconfigured', code: 'wrong-key', sentence: 'The key is wrong.' }, 'The key is wrong.'],
]

it.each(cases)('%j is said to go on by itself once at the most, and only where it does', (failure, said) => {
  expect(thatGoesOn({ ok: false, ...failure }, promise)).toBe(said)
})
