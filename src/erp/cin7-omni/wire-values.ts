/**
 * Reads single values as loosely as Cin7 Omni writes them: numbers as text, blanks for nothing, dates in three shapes. An
 * unreadable value becomes undefined, never a guess.
 */
import { type Decimal, decimalFromNumber, parseDecimal } from '../../core/decimal.ts'

/** Trimmed text with plain line ends, or undefined when blank. CR may sit inside answers (one live client strips it). */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return undefined
  const text = (value.includes('\r') ? value.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : value).trim()
  return text === '' ? undefined : text
}

export function readInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*-?\d{1,15}(\.0+)?\s*$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

export function readDecimal(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return decimalFromNumber(value)
  return typeof value === 'string' ? parseDecimal(value) : undefined
}

export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === 0) return value === 1
  if (typeof value !== 'string') return undefined
  const word = value.trim().toLowerCase()
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined
}

const dateShape =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/** An instant. Without a zone it is UTC (spec). .NET's year 1 means no date. */
export function readDate(value: unknown): Date | undefined {
  const match = typeof value === 'string' ? dateShape.exec(value.trim()) : null
  if (!match) return undefined
  const [, day = '', time = '00:00:00', fraction = '', zone = 'Z'] = match
  const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const seconds = time.length === 5 ? `${time}:00` : time
  const date = new Date(`${day}T${seconds}${fraction.slice(0, 4)}${colon}`)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1900 ? undefined : date
}

/** Custom fields as texts; empty ones are left out. The published list form (spec, contradicted by live data) reads as none. */
export function readTexts(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, own] of entriesOf(value)) {
    const text =
      typeof own === 'boolean'
        ? String(own)
        : typeof own === 'object' && own !== null
          ? JSON.stringify(own)
          : readText(own)
    if (text !== undefined) texts[name] = text
  }
  return texts
}

/** Price columns: every name the answer has, with its price where there is one. */
export function readPrices(value: unknown): ReadonlyMap<string, Decimal | undefined> {
  return new Map(entriesOf(value).map(([name, own]) => [name, readDecimal(own)]))
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

/** Objects whose keys are data, not field names. */
const keyedByData = new Set(['customFields', 'priceColumns'])

function startsWithCapital(name: string): boolean {
  const first = name.charCodeAt(0)
  return first >= 65 && first <= 90
}

/**
 * Lowers the first letter of every field name, so that `LineItems` and `lineItems` read alike. What is right as it is, is given
 * back itself: most answers are, and building a large one anew costs more than all the rest of its reading.
 */
export function lowerFieldNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(lowerFieldNames)
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  const fields = value as Record<string, unknown>
  const names = Object.keys(fields)
  if (names.every((name) => isAsItShouldBe(name, fields[name]))) return value
  return Object.fromEntries(
    names.map((name) => {
      const lowered = startsWithCapital(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
      return [lowered, keyedByData.has(lowered) ? fields[name] : lowerFieldNames(fields[name])]
    }),
  )
}

function isAsItShouldBe(name: string, own: unknown): boolean {
  if (startsWithCapital(name)) return false
  return typeof own !== 'object' || own === null || keyedByData.has(name) || lowerFieldNames(own) === own
}
