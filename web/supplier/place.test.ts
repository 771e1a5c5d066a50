/** Staff with devices of several countries read the same days and times of one supplier. */
import { expect, it } from 'vitest'
import { formatDay, formatQty, formatTime } from '../ui/format.ts'
import { localeOf } from './place.ts'

const written = (country: string) => {
  const locale = localeOf(country) ?? 'none'
  return [
    formatDay('2026-03-04', locale, '2026-01-01'),
    formatTime('2026-03-04T15:50:00Z', locale, 'UTC'),
    formatQty('1234.5', locale),
  ]
}

it.each([
  ['New Zealand', ['Wed, 4 Mar', '3:50 pm', '1,234.5']],
  ['United States', ['Wed, Mar 4', '3:50 PM', '1,234.5']],
  ['Germany', ['Wed 4 Mar', '15:50', '1,234.5']],
])('%s', (country, as) => {
  // Some versions part the time from am and pm with a narrow space.
  expect(written(country).map((text) => text.replaceAll(/\s/gu, ' '))).toEqual(as)
})

it.each(['', 'Atlantis'])('leaves it to the device for %j', (country) => {
  expect(localeOf(country)).toBeUndefined()
})
