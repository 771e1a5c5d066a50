/**
 * JSON columns. The database driver would write a JavaScript array as a PostgreSQL array, so values enter a `jsonb` column
 * only through `json`, which the column's type demands.
 */

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

declare const jsonText: unique symbol

/** Text that is JSON. */
export type JsonText = string & { readonly [jsonText]: true }

/** A value as a `jsonb` column takes it. @throws TypeError for what JSON cannot hold (undefined, a bigint, a cycle). */
export function json(value: unknown): JsonText {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new TypeError(`A ${typeof value} cannot be stored as JSON.`)
  return text as JsonText
}
