/** Makes what came from outside storable in PostgreSQL, whose texts take neither NUL characters nor halves of characters. */

/** Plain JSON data without what cannot be stored: NUL characters go, a lone half of a character becomes U+FFFD; keys too. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed() as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [storable(key), storable(part)])) as T
}

/** Whether JSON text may hold what cannot be stored, so that clean answers, which are nearly all, need no second pass. */
export function mayBeUnstorable(jsonText: string): boolean {
  return /\\u(?:0000|d[89a-f])/i.test(jsonText)
}
