import { describe, expect, test } from 'vitest'
import { backOf, texts } from './address-search.ts'

describe('where to go after signing in', () => {
  test.each(['/', '/orders/1?tab=all#x', '/settings'])('%s is a path of this app', (back) => {
    expect(backOf({ back })).toStrictEqual({ back })
  })
  test.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'orders',
    '/sign-in?back=/',
    '',
    ['/orders'],
  ])('%j is not followed', (back) => {
    expect(backOf({ back })).toStrictEqual({ back: undefined })
  })
})

test('named texts are read, numbers as text, and anything else comes back as undefined', () => {
  expect(texts('tab', 'q')({ tab: 'all', q: 12, other: 'x' })).toStrictEqual({ tab: 'all', q: '12' })
  expect(texts('tab')({ tab: { nested: true } })).toStrictEqual({ tab: undefined })
})
