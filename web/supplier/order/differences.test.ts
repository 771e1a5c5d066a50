// Amounts among the differences carry their currency; quantities, days and words stay as they are.
import { expect, it } from 'vitest'
import { formatMoney } from '../../ui/format.ts'
import { differenceShown } from './differences.ts'

const money = (amount: string) => formatMoney(amount, 'NZD', 'en-NZ')

it.each([
  ['Total', '1234.50', '1200.00', '$1,234.50', '$1,200.00'],
  ['Freight', '12.5', 'nothing', '$12.50', 'nothing'],
  ['Line 12 · price', '3.4275', '3.4', '$3.4275', '$3.40'],
  ['Line 12 · quantity', '3', '4', '3', '4'],
  ['PO number', '4400', '44', '4400', '44'],
  ['Custom field Total', '5', '6', '5', '6'],
])('%s: %s and %s are shown as %s and %s', (what, expected, seen, shownExpected, shownSeen) => {
  expect(differenceShown({ what, expected, seen }, money)).toEqual({
    what,
    expected: shownExpected,
    seen: shownSeen,
  })
})
