import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength.ts'

test.each([
  ['', 'empty', 10],
  ['short', 'short', 5],
  ['nine char', 'short', 1],
  ['Password123!', 'weak', 0],
  ['aaaaaaaaaaaaaaaa', 'weak', 0],
  ['tomatoesbox', 'weak', 0],
  ['tomatoes 7x', 'fair', 0],
  ['Tomatoes 7 box', 'strong', 0],
  ['green chair over the lake', 'strong', 0],
])('%j is %s', (password, word, missing) => {
  expect(passwordStrength(password)).toEqual({ word, missing })
})
