/**
 * "One of these", for a `where`, as a single parameter: PostgreSQL reads and plans a statement as quickly for a thousand values
 * as for one, which a list of a thousand parameters is far from.
 */
import { type RawBuilder, sql } from 'kysely'

export function anyId<T extends string>(ids: readonly T[]): RawBuilder<T> {
  return sql<T>`any(${ids}::uuid[])`
}

export function anyText<T extends string>(texts: readonly T[]): RawBuilder<T> {
  return sql<T>`any(${texts}::text[])`
}
