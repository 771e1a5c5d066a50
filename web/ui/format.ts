// Numbers, money, days and ages as people read them. Takes exact strings and never turns money into a float.

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${locale}${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known instanceof Intl.NumberFormat) return known
  const made = new Intl.NumberFormat(locale, options)
  cache.set(key, made)
  return made
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${locale}${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known instanceof Intl.DateTimeFormat) return known
  const made = new Intl.DateTimeFormat(locale, options)
  cache.set(key, made)
  return made
}

/** Whether `text` is a plain decimal such as `-12.50`. */
function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text)
}

/**
 * Money as `$1,234.50`. `amount` is a decimal string, formatted exactly; more decimals than the currency has are shown
 * up to four, because unit prices may have them. What is not a decimal is returned as it came, never guessed at.
 */
export function formatMoney(amount: string, currency: string, locale: string): string {
  if (!isDecimal(amount)) return amount
  const format = numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const usual = format.resolvedOptions().maximumFractionDigits ?? 2
  const written = (amount.split('.')[1] ?? '').replace(/0+$/, '').length
  if (written <= usual) return format.format(amount)
  return numberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: usual,
    maximumFractionDigits: Math.min(4, written),
  }).format(amount)
}

/** A quantity as `1,200` or `2.5`, from a decimal string or a whole number. */
export function formatQty(qty: string | number, locale: string): string {
  const text = String(qty)
  if (!isDecimal(text)) return text
  return numberFormat(locale, { maximumFractionDigits: 6 }).format(text)
}

/** The calendar day (`2026-11-23`) that an instant falls on in a time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  return dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)
}

/** Whole days from one calendar day to another. */
export function daysBetween(fromOn: string, toOn: string): number {
  return Math.round((Date.parse(`${toOn}T00:00:00Z`) - Date.parse(`${fromOn}T00:00:00Z`)) / 86_400_000)
}

/**
 * A calendar day (`2026-11-24`) as `Today`, `Tomorrow`, `Thu 26 Nov`, or with its year when that is another one.
 * `todayOn` is today in the supplier's time zone. A day has no zone of its own, so none is applied. Inside a sentence `today`
 * has no capital.
 */
export function formatDay(
  on: string,
  locale: string,
  todayOn: string,
  place: 'alone' | 'inside' = 'alone',
): string {
  const at = Date.parse(`${on}T00:00:00Z`)
  if (Number.isNaN(at)) return on
  const away = daysBetween(todayOn, on)
  if (away >= -1 && away <= 1) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(away, 'day')
    if (place === 'inside') return words
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
  }
  const sameYear = on.slice(0, 4) === todayOn.slice(0, 4)
  const year: Intl.DateTimeFormatOptions = sameYear ? { weekday: 'short' } : { year: 'numeric' }
  return dateFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', ...year }).format(at)
}

/** The time of day of an instant in a time zone, as `9:41`. */
export function formatTime(at: string, locale: string, timeZone: string): string {
  const instant = Date.parse(at)
  if (Number.isNaN(instant)) return at
  return dateFormat(locale, { timeZone, hour: 'numeric', minute: '2-digit' }).format(instant)
}

/** An instant as day and time in a time zone: `Today 9:41`, `Thu 26 Nov 9:41`; inside a sentence `today 9:41`. */
export function formatDateTime(
  at: string,
  locale: string,
  timeZone: string,
  now: Date,
  place: 'alone' | 'inside' = 'alone',
): string {
  const instant = new Date(at)
  if (Number.isNaN(instant.getTime())) return at
  const day = formatDay(dayIn(timeZone, instant), locale, dayIn(timeZone, now), place)
  return `${day} ${formatTime(at, locale, timeZone)}`
}

/** An instant in full, for tooltips. */
export function formatFull(at: string, locale: string, timeZone: string): string {
  const instant = Date.parse(at)
  if (Number.isNaN(instant)) return at
  return dateFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'long' }).format(instant)
}

const spans = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const

/** A length of time in its largest unit: `40s`, `3m`, `2h`, `5d`. Null below five seconds. */
export function formatSpan(ms: number, locale: string): string | null {
  if (ms < 5_000) return null
  const span = spans.find((one) => ms >= one.ms) ?? spans[3]
  return numberFormat(locale, {
    style: 'unit',
    unit: span.unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: 0,
  }).format(Math.floor(ms / span.ms))
}
