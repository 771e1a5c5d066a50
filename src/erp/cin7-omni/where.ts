/**
 * Builds `where` expressions and query strings. Values are always quoted here and nowhere else, so that no reference or code
 * can change the meaning of an expression. Pure.
 */

/** A text in single quotes with `'` doubled (live: one client and its server's SQL habit). */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** `field='a'` or `field IN ('a','b')` (spec names IN; live with integers and texts). */
export function anyOf(field: string, values: readonly string[]): string {
  const [only] = values
  if (values.length === 1 && only !== undefined) return `${field}=${quoted(only)}`
  return `${field} IN (${values.map(quoted).join(',')})`
}

/** `field='a' OR field='b'` (live): longer than IN, used where IN was refused. */
export function eitherOf(field: string, values: readonly string[]): string {
  return values.map((value) => `${field}=${quoted(value)}`).join(' OR ')
}

/** `field LIKE '%text%'` (spec). Its wildcards in the text match more than was typed, never less. */
export function contains(field: string, text: string): string {
  return `${field} LIKE ${quoted(`%${text}%`)}`
}

/** `field=1` or `field IN (1,2)` for whole numbers. */
export function anyOfIds(field: string, ids: readonly number[]): string {
  return ids.length === 1 ? `${field}=${ids[0]}` : `${field} IN (${ids.join(',')})`
}

/** `field=1 OR field=2` for whole numbers. */
export function eitherOfIds(field: string, ids: readonly number[]): string {
  return ids.map((id) => `${field}=${id}`).join(' OR ')
}

export type Query = Readonly<Record<string, string | number | undefined>>

/**
 * The query string, without `?`. Everything but letters, digits and a few marks that mean nothing in a query is
 * percent-encoded: `%`, `#`, `&`, `+` and `'` must be.
 */
export function queryString(query: Query): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encoded(String(value))}`)
    .join('&')
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll("'", '%27')
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
}

/** The longest beginning of a text whose query stays within `maxChars`: searched for, it finds more, never less. */
export function beginningThatFits(
  text: string,
  maxChars: number,
  queryOf: (beginning: string) => string,
): string {
  const characters = Array.from(text)
  while (characters.length > 1 && queryOf(characters.join('')).length > maxChars) characters.pop()
  return characters.join('')
}

/**
 * Splits values so that the query made of each part stays within `maxChars` and `maxCount`. A value too long for a query of
 * its own still gets one. Queries must not get shorter with more values.
 */
export function partsThatFit<T>(
  values: readonly T[],
  limit: {
    readonly maxChars: number
    readonly maxCount: number
    readonly weigh?: (value: T) => number
    readonly maxWeight?: number
  },
  queryOf: (part: readonly T[]) => string,
): T[][] {
  const { maxChars, maxCount, weigh = () => 0, maxWeight = Infinity } = limit
  const parts: T[][] = []
  for (let from = 0; from < values.length;) {
    let most = 0
    for (let weight = 0; most < maxCount && from + most < values.length; most += 1) {
      weight += weigh(values[from + most] as T)
      if (most > 0 && weight > maxWeight) break
    }
    // The whole usually fits; else the longest beginning that does, by halving.
    let fits = 1
    for (let tried = most; fits < most; tried = Math.ceil((fits + most) / 2)) {
      if (queryOf(values.slice(from, from + tried)).length <= maxChars) fits = tried
      else most = tried - 1
    }
    parts.push(values.slice(from, from + fits))
    from += fits
  }
  return parts
}
