import { expect, test } from 'vitest'
import { tierKey, tierLabel, tierPricesOf, tiersSeen } from './price-tiers.ts'
import { omniProductOption, type OmniProductOption, readRow } from './wire.ts'

function option(fields: object): OmniProductOption {
  const row = readRow(omniProductOption, { id: 1, ...fields })
  if (!row.ok) throw new Error(row.reason)
  return row.row
}

test("a contact's tier and an option's column have one key, however each is spelled", () => {
  expect(tierKey('RetailUSD')).toBe(tierKey('retailUSD'))
  expect(tierKey('MSRPUSD')).toBe(tierKey('msrpusd'))
  expect(tierKey('Web Price USD')).toBe(tierKey('webPriceUSD'))
  expect(tierKey('Wholesale')).toBe(tierKey('wholesalePrice'))
  expect(tierKey('VIP Price')).toBe(tierKey('vipPrice'))
  expect(tierKey('Price')).toBe('price')
  expect(tierKey('wholesaleNZD')).not.toBe(tierKey('wholesaleAUD'))
})

test('labels can be read', () => {
  const names = [
    'wholesaleNZD',
    'webPriceUSD',
    'tier0USD',
    'msrpusd',
    'comccusd',
    'specialPrice',
    'priceGBP',
    'trade',
  ]
  expect(names.map(tierLabel)).toEqual([
    'Wholesale (NZD)',
    'Web price (USD)',
    'Tier 0 (USD)',
    'MSRP (USD)',
    'COMCC (USD)',
    'Special price',
    'Price (GBP)',
    'Trade',
  ])
})

test('a price of 0 or null is no price, nor is one below zero, which is told', () => {
  const priced = option({
    retailPrice: 10,
    wholesalePrice: 0,
    vipPrice: null,
    priceColumns: { retailUSD: '8.5', tier0USD: 0, costNZD: null, tradeNZD: 5.1503, badNZD: -1 },
  })
  expect(tierPricesOf(priced)).toEqual({
    tierPrices: { retail: '10.00', retailusd: '8.50', tradenzd: '5.1503' },
    negativePrices: { badnzd: '-1.00' },
  })
})

test('the wholesale column is the default, else the second one, never none', () => {
  const defaultOf = (...rows: object[]): string[] =>
    tiersSeen(rows.map(option)).flatMap((tier) => (tier.isDefault ? [tier.key] : []))
  expect(
    defaultOf({ retailPrice: 10, wholesalePrice: 6, priceColumns: { retailNZD: 10, wholesaleNZD: 6 } }),
  ).toEqual(['wholesalenzd'])
  expect(defaultOf({ priceColumns: { priceAUD: 10, priceGBP: 5, costNZD: null } })).toEqual(['pricegbp'])
  expect(defaultOf({ retailPrice: 10, wholesalePrice: 6 })).toEqual(['wholesale'])
  expect(defaultOf({ priceColumns: { onlyNZD: 1 } })).toEqual(['onlynzd'])
  expect(defaultOf()).toEqual(['wholesale'])
})
