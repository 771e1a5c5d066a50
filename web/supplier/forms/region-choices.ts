// Countries, currencies and time zones to choose from, from what the browser knows, and the likely ones to begin with.
import { currencyProblem } from '../../../src/rules/region-rules.ts'

export type Choice = { value: string; label: string }

/** Codes that the browser names but that are no country: unions, test codes, outlying areas, withdrawn ones. */
const noCountry = new Set(
  'EU EZ UN QO XA XB ZZ AC CP CQ DG EA IC TA AN BU CS DD DY FQ FX HV JT MI NH NQ NT PC PU PZ RH SU TP UK VD WK YD YU ZR'.split(
    ' ',
  ),
)

const likely: Readonly<Record<string, { currency: string; timeZone: string }>> = {
  AU: { currency: 'AUD', timeZone: 'Australia/Sydney' },
  CA: { currency: 'CAD', timeZone: 'America/Toronto' },
  FJ: { currency: 'FJD', timeZone: 'Pacific/Fiji' },
  GB: { currency: 'GBP', timeZone: 'Europe/London' },
  HK: { currency: 'HKD', timeZone: 'Asia/Hong_Kong' },
  IE: { currency: 'EUR', timeZone: 'Europe/Dublin' },
  NZ: { currency: 'NZD', timeZone: 'Pacific/Auckland' },
  SG: { currency: 'SGD', timeZone: 'Asia/Singapore' },
  US: { currency: 'USD', timeZone: 'America/New_York' },
  ZA: { currency: 'ZAR', timeZone: 'Africa/Johannesburg' },
}

const byLabel = (left: Choice, right: Choice) => left.label.localeCompare(right.label)

/** Countries by their name in `locale`. The value is the English name, as the ERP spells it. */
export function countryChoices(locale: string): Choice[] {
  const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const local = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index))
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  return codes
    .flatMap((code) => {
      const value = noCountry.has(code) ? undefined : english.of(code)
      return value === undefined ? [] : [{ value, label: local.of(code) ?? value }]
    })
    .sort(byLabel)
}

/** Currencies in which amounts can be kept exactly, as `NZD New Zealand Dollar`. */
export function currencyChoices(locale: string): Choice[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  return Intl.supportedValuesOf('currency')
    .filter((code) => currencyProblem(code) === undefined)
    .map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}`.trim() }))
}

/** Time zones as `Pacific/Auckland (GMT+13)`, with the offset of now. */
export function timeZoneChoices(locale: string): Choice[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), deviceTimeZone(), 'UTC'])
  return [...zones].map((value) => ({ value, label: timeZoneLabel(value, locale) })).sort(byLabel)
}

/** The choice for a value that may be missing from the list: what is stored always shows. */
export function choiceOf(choices: readonly Choice[], value: string): Choice | null {
  if (value === '') return null
  return choices.find((one) => one.value === value) ?? { value, label: value }
}

export function timeZoneLabel(timeZone: string, locale: string): string {
  const name = timeZone.replaceAll('_', ' ')
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
      new Date(),
    )
    const offset = parts.find((part) => part.type === 'timeZoneName')?.value
    return offset === undefined ? name : `${name} (${offset})`
  } catch {
    return name
  }
}

export function deviceTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** What most businesses of a country (its English name) use, to fill in what was not chosen yet. */
export function likelyFor(country: string): { currency: string; timeZone: string } | undefined {
  const english = new Intl.DisplayNames('en', { type: 'region' })
  const code = Object.keys(likely).find((one) => english.of(one) === country)
  return code === undefined ? undefined : likely[code]
}

/** The country that the device's time zone or language points to, as its English name; empty when neither does. */
export function likelyCountry(): string {
  const zone = deviceTimeZone()
  const byZone = Object.keys(likely).find((code) => likely[code]?.timeZone === zone)
  const byOtherZone = zone.startsWith('Australia/') ? 'AU' : undefined
  const code = byZone ?? byOtherZone ?? new Intl.Locale(navigator.language).region
  return code === undefined
    ? ''
    : (new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) ?? '')
}
