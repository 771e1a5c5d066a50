// Reads what a client sent into clean values, as loosely as Omni does: names in any case, "3" for 3, '' for a number or a
// date, unknown properties ignored. It must never guess beyond that: a value that no .NET reader would take refuses the request.

import { modelNamed } from './model.ts'
import type { Field, Model } from './model.ts'

export type Sent = Record<string, unknown>

export const isRecord = (value: unknown): value is Sent =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text or number as text, anything else as no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}

/** The whole body is unreadable: Omni then answers 400 for the whole request (text: spec; when exactly: inferred). */
export class MalformedBody extends Error {}

export const malformedText = 'Missing or malformed JSON data; please see the documentation for examples.'

const dateShape =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

/** Milliseconds since the epoch, or null when the text is no date. A date without a zone is UTC (spec: dates are UTC). */
export function parseDate(text: string): number | null {
  const match = dateShape.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = match
  const monthIndex = Number(month) - 1
  const ms = Math.trunc(Number(`0.${fraction}`) * 1000)
  // Date.UTC would take the year 1, which .NET sends for a date that was never set, for 1901.
  const at = new Date(0).setUTCFullYear(Number(year), monthIndex, Number(day))
  if (Number.isNaN(at) || new Date(at).getUTCMonth() !== monthIndex) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms
  const digits = zone.replace(/\D/g, '').padEnd(4, '0')
  const offset = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
  const instant = at + time + (zone.startsWith('-') ? offset : -offset)
  return instant < firstInstant || instant > lastInstant ? null : instant
}

let written = { second: Number.NaN, text: '' }

/** `yyyy-MM-ddTHH:mm:ssZ`, second granularity (live). A large batch asks for the same second thousands of times. */
export function wireDate(atMs: number): string {
  const second = Math.floor(atMs / 1000)
  if (second !== written.second) written = { second, text: `${new Date(atMs).toISOString().slice(0, 19)}Z` }
  return written.text
}

function bad(field: Field, seen: unknown): never {
  const shown =
    typeof seen === 'object' ? (Array.isArray(seen) ? 'a list' : 'an object') : JSON.stringify(seen)
  throw new MalformedBody(`${field.name} cannot be read from ${shown?.slice(0, 80)}`)
}

/** What a .NET decimal and int hold; a larger number makes the body unreadable (inferred). */
const mostDecimal = 7.9e28
const mostInteger = 2_147_483_647

/** As .NET reads numbers in texts: thousands parted by commas, no 0x. */
const numberShape = /^\s*[+-]?(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i

function readNumber(field: Field, seen: unknown): number | null {
  if (typeof seen === 'boolean') return seen ? 1 : 0
  if (seen === '') return null
  const value =
    typeof seen === 'string' ? Number(numberShape.test(seen) ? seen.replaceAll(',', '') : Number.NaN) : seen
  if (typeof value !== 'number' || !Number.isFinite(value)) return bad(field, seen)
  if (field.kind !== 'dec' && !Number.isInteger(value)) return bad(field, seen)
  if (Math.abs(value) > (field.kind === 'dec' ? mostDecimal : mostInteger)) return bad(field, seen)
  return value
}

function readBoolean(field: Field, seen: unknown): boolean | null {
  if (typeof seen === 'boolean') return seen
  if (seen === '') return null
  const word = textOf(seen).toLowerCase()
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  return bad(field, seen)
}

function readText(field: Field, seen: unknown): string {
  if (field.values && typeof seen === 'number') return field.values[seen] ?? bad(field, seen)
  if (typeof seen === 'object') return bad(field, seen)
  const text = textOf(seen)
  if (!field.values || text === '') return text
  if (/^\d+$/.test(text)) return field.values[Number(text)] ?? bad(field, seen)
  return field.values.find((value) => value.toLowerCase() === text.toLowerCase()) ?? bad(field, seen)
}

const deepestMap = 16

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => deeperThan(inner, levels - 1))
}

function readMap(field: Field, seen: unknown): Sent {
  if (typeof seen === 'string' && seen === '') return {}
  return isRecord(seen) ? seen : bad(field, seen)
}

function readValue(field: Field, seen: unknown): unknown {
  switch (field.kind) {
    case 'int':
    case 'dec':
      return readNumber(field, seen)
    case 'bool':
      return readBoolean(field, seen)
    case 'str':
      return readText(field, seen)
    case 'date': {
      if (seen === '') return null
      const at = typeof seen === 'string' ? parseDate(seen) : null
      return at === null ? bad(field, seen) : wireDate(at)
    }
    case 'map': {
      const map = readMap(field, seen)
      return deeperThan(map, deepestMap) ? bad(field, seen) : map
    }
    case 'ints':
    case 'strs':
      if (!Array.isArray(seen)) return bad(field, seen)
      return seen.map((item: unknown) =>
        field.kind === 'ints' ? readNumber(field, item) : readText(field, item),
      )
    case 'one':
      return typeof seen === 'string'
        ? null
        : readRecord(modelNamed(field.nested ?? ''), readMap(field, seen))
    case 'list':
      if (!Array.isArray(seen)) return bad(field, seen)
      return seen.map((item: unknown) => readRecord(modelNamed(field.nested ?? ''), readMap(field, item)))
    default:
      return field.kind satisfies never
  }
}

/**
 * The known, writable fields of one record. A field sent as null is left out: null means unchanged (live); `''` for a
 * text stays and clears it; `''` for a number or date counts as null (live clients send it; the effect is inferred).
 * Read-only fields are dropped without a look at their type (live: a portal posts text into `invoiceNumber`).
 */
export function readRecord(model: Model, sent: Sent): Sent {
  const record: Sent = {}
  for (const [name, value] of Object.entries(sent)) {
    const field = model.byName.get(name.toLowerCase())
    if (!field || value === null || value === undefined) continue
    if (field.readOnly && field.name !== 'id') continue
    const clean = readValue(field, value)
    if (clean !== null) record[field.name] = clean
  }
  return record
}

/** Every text of a record and of the records in it that is longer than its field. */
function* tooLongTexts(model: Model, record: Sent): Generator<{ field: Field; most: number; holder: Sent }> {
  for (const field of model.fields) {
    const value = record[field.name]
    const most = field.maxLength
    if (most !== undefined && typeof value === 'string' && value.length > most)
      yield { field, most, holder: record }
    if (field.kind === 'list' && Array.isArray(value))
      for (const item of value as Sent[]) yield* tooLongTexts(modelNamed(field.nested ?? ''), item)
  }
}

/** The first text that is longer than its field, as a sentence, or null. What Omni answers is a guess. */
export function tooLong(model: Model, record: Sent): string | null {
  for (const { field, most } of tooLongTexts(model, record))
    return `The field ${field.name} must be a string with a maximum length of ${most}.`
  return null
}

export function cutTooLong(model: Model, record: Sent): void {
  for (const { field, most, holder } of tooLongTexts(model, record))
    holder[field.name] = textOf(holder[field.name]).slice(0, most)
}
