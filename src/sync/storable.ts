/** Makes what came from outside storable as JSON in PostgreSQL, which takes neither NUL characters nor halves of characters. */

/** The same value without what cannot be stored; dates become ISO text, undefined members are left out. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed() as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (value instanceof Date) return value.toISOString() as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      part === undefined ? [] : [[storable(key), storable(part)]],
    ),
  ) as T
}
