/**
 * Cin7's price columns as price tiers: one key per tier however Cin7 spells it, a readable label, and prices by key. A price of
 * 0 or null means "no price" (live x1) and is left out; one below zero is none either, but is told.
 */
import { type Decimal, type DecimalText, formatShort } from '../../core/decimal.ts'
import type { ImportedProduct, PriceTier } from '../port.ts'
import type { OmniProductOption } from './wire.ts'

/** The four price fields that every option has, in Cin7's order (spec). */
const classic = [
  ['retailPrice', 'Retail'],
  ['wholesalePrice', 'Wholesale'],
  ['vipPrice', 'VIP'],
  ['specialPrice', 'Special'],
] as const

type Priced = Pick<OmniProductOption, (typeof classic)[number][0] | 'priceColumns'>

/**
 * The key of a tier: its name in lower case without blanks, and without a closing "Price". An option says `retailUSD` or `msrpusd`
 * where a contact says `RetailUSD` or `MSRPUSD` (live), so only such a folded name can be compared.
 */
export function tierKey(name: string): string {
  const folded = name.replaceAll(/\s/g, '').toLowerCase()
  return folded.length > 5 && folded.endsWith('price') ? folded.slice(0, -5) : folded
}

/** Prices by tier key; the named columns win over the classic field of the same name. */
export function tierPricesOf(option: Priced): Pick<ImportedProduct, 'tierPrices' | 'negativePrices'> {
  const tierPrices: Record<string, DecimalText> = {}
  const negativePrices: Record<string, DecimalText> = {}
  const put = (name: string, price: Decimal | undefined): void => {
    if (!price || price.units === 0n) return
    const prices = price.units > 0n ? tierPrices : negativePrices
    prices[tierKey(name)] = formatShort(price, 2)
  }
  for (const [field] of classic) put(field, option[field])
  for (const [name, price] of option.priceColumns) put(name, price)
  return Object.keys(negativePrices).length === 0 ? { tierPrices } : { tierPrices, negativePrices }
}

/**
 * The account's tiers, seen on a sample of its options: classic fields that carry a price, then every named column. The default is
 * the wholesale column, else the second one; a classic field only where no column has a name, because units of measure are
 * priced by named columns alone (spec).
 */
export function tiersSeen(options: readonly Priced[]): PriceTier[] {
  const fields = new Map<string, string>()
  const columns = new Map<string, string>()
  for (const [field, label] of classic) {
    if (options.some((option) => (option[field]?.units ?? 0n) > 0n)) fields.set(tierKey(field), label)
  }
  for (const option of options) {
    for (const name of option.priceColumns.keys()) {
      if (name.trim() !== '' && !columns.has(tierKey(name))) columns.set(tierKey(name), tierLabel(name))
    }
  }
  if (fields.size + columns.size === 0)
    for (const [field, label] of classic) fields.set(tierKey(field), label)
  const candidates = [...(columns.size > 0 ? columns : fields).keys()]
  const chosen = candidates.find((key) => key.startsWith('wholesale')) ?? candidates[1] ?? candidates[0]
  // A classic field and a column of the same key are one tier, under the classic label.
  return [...new Map([...columns, ...fields])]
    .sort(([a], [b]) => Number(fields.has(b)) - Number(fields.has(a)))
    .map(([key, label]) => ({ key, label, isDefault: key === chosen }))
}

const currencies = new Set(Intl.supportedValuesOf('currency'))
const usualCurrencies = /^(.{2,}?)(aud|cad|eur|gbp|nzd|sgd|usd|zar)$/

/** `wholesaleNZD` → `Wholesale (NZD)`, `webPriceUSD` → `Web price (USD)`, `msrpusd` → `MSRP (USD)`. */
export function tierLabel(name: string): string {
  const text = name.trim()
  const camel = /^(.+?)([A-Z]{3})$/.exec(text)
  if (camel?.[1] && camel[2] && currencies.has(camel[2])) return `${words(camel[1])} (${camel[2]})`
  // A name all in capitals arrives all in small letters (inferred: Newtonsoft's camel case).
  const small = usualCurrencies.exec(text)
  if (small?.[1] && small[2]) return `${small[1].toUpperCase()} (${small[2].toUpperCase()})`
  return words(text)
}

function words(name: string): string {
  const spaced = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([a-zA-Z])(\d)/g, '$1 $2')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const [first = '', ...rest] = spaced.split(' ')
  return [
    first.charAt(0).toUpperCase() + first.slice(1),
    ...rest.map((word) => (/^[A-Z]+$/.test(word) ? word : word.toLowerCase())),
  ].join(' ')
}
