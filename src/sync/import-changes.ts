/** What differs between a record here and there, in words that people can compare. */
import { compare, parseDecimal } from '../core/decimal.ts'
import type { FieldChange } from '../imports/import-row-store.ts'

const LONGEST = 200

/** Fields of `theirs` that differ from `ours`, but for those kept here. Empty, missing and null are one. */
export function changesBetween(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
  { labels, kept }: { readonly labels: Readonly<Record<string, string>>; readonly kept: readonly string[] },
): FieldChange[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    if (kept.includes(field)) return []
    const from = readable(ours[field])
    const to = readable(theirs[field])
    return from === to || sameNumber(field, from, to) ? [] : [{ field: label, from: cut(from), to: cut(to) }]
  })
}

/** Prices and sizes of units are equal as numbers, however many zeros they end in; codes are not. */
function sameNumber(field: string, from: string, to: string): boolean {
  if (field !== 'basePrice' && field !== 'unitSize') return false
  const a = parseDecimal(from)
  const b = parseDecimal(to)
  return a !== undefined && b !== undefined && compare(a, b) === 0
}

function readable(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(readable).join(' · ')
  if (typeof value !== 'object') return JSON.stringify(value)
  return Object.entries(value)
    .filter(([, part]) => part !== null && part !== undefined && part !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${inWords(key)} ${readable(part)}`)
    .join(', ')
}

/** `firstName` as “first name”, `line1` as “line 1”; Cin7's keys of custom fields, `members_1001`, stay as they are there. */
function inWords(key: string): string {
  return /^[a-z]+(?:[A-Z][a-z]*|\d+)*$/.test(key)
    ? key.replace(/([A-Z]|\d+)/g, (part) => ` ${part.toLowerCase()}`)
    : key
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…`.toWellFormed() : text
}
