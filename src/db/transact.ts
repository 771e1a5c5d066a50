/**
 * The only ways into the database: `transact` to write, `read` to read. Both fix what the statements may see before the first
 * one runs. Nothing but the database may be waited for inside them: no HTTP, no files, no other transaction.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Kysely, Transaction } from 'kysely'
import { escapeLiteral } from 'pg'
import type { SupplierId, UserId } from '../core/ids.ts'
import { type Refusal, isRefusal } from '../core/refusal.ts'
import { errorCode } from './embedded-binaries.ts'
import type { Database } from './tables.ts'

declare const opaque: unique symbol

/** The database as a whole. It has no methods and is no `Tx`: a store function cannot be given it by mistake. */
export interface Db {
  readonly [opaque]: true
}

/** What store functions take: a transaction in which a scope is set. */
export type Tx = Transaction<Database>

/**
 * Whose rows are visible: one supplier's; or those that belong to no supplier alone (`system`: suppliers, members, tables
 * without a supplier); or one person's own memberships.
 */
export type Scope =
  | { readonly supplierId: SupplierId }
  | { readonly system: true }
  | { readonly userId: UserId }

/**
 * What stands around the work of a write transaction, inside it: what it writes commits or rolls back with the work. It calls
 * `work` once and returns its value, or throws.
 */
export type Around = <T>(tx: Tx, scope: Scope, work: (tx: Tx) => Promise<T>) => Promise<T>

const queryMakers = new WeakMap<Db, Kysely<Database>>()
const arounds = new WeakMap<Db, Around>()
const current = new AsyncLocalStorage<{ open: boolean }>()
/** How the transaction that is being begun begins; the driver asks (open.ts). */
const beginning = new AsyncLocalStorage<string>()
const RETRIES = 3
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Hides a query maker behind the opaque type. For open.ts alone. */
export function hideQueryMaker(kysely: Kysely<Database>): Db {
  const db = Object.freeze({}) as Db
  queryMakers.set(db, kysely)
  return db
}

/** What begins the transaction that `transact` or `read` asks the driver for: with its scope, in one message. */
export function presentBeginning(): string | undefined {
  return beginning.getStore()
}

/** The same database for one caller, with `around` standing in each write transaction that is begun through it. */
export function withAround(db: Db, around: Around): Db {
  const kysely = queryMakers.get(db)
  if (!kysely) throw new Error('This database is not one that openDatabase opened.')
  const surrounded = hideQueryMaker(kysely)
  arounds.set(surrounded, around)
  return surrounded
}

export interface Committing {
  /**
   * Committed without waiting for the disk: should the database crash within a second, it may be as if it had never been, but
   * never in part. For what is done again by itself, and before anything that is told to the world.
   */
  readonly mayBeLost?: boolean
}

/**
 * Runs `work` in one transaction and returns its value. A returned refusal rolls everything back and is returned. Thrown
 * errors roll back and are thrown. `work` runs again, up to three times, when PostgreSQL ends it for a deadlock or a failed
 * serialization: it must have no effect outside the transaction.
 */
export async function transact<T>(
  db: Db,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  { mayBeLost = false }: Committing = {},
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await inTransaction(db, scope, work, { readOnly: false, mayBeLost })
    } catch (error) {
      if (error instanceof RolledBack) return error.refusal as T
      if (attempt >= RETRIES || !['40001', '40P01'].includes(errorCode(error))) throw error
    }
  }
}

/** Runs `work` in a read only transaction in which all statements see the same moment. */
export async function read<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, scope, work, { readOnly: true, mayBeLost: false })
}

async function inTransaction<T>(
  db: Db,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  { readOnly, mayBeLost }: { readOnly: boolean; mayBeLost: boolean },
): Promise<T> {
  if (current.getStore()?.open) {
    throw new Error(
      'A transaction was begun inside a transaction. Pass the outer transaction (tx) on instead of the database (db): the inner one would not be part of it and could wait for it for ever.',
    )
  }
  const kysely = queryMakers.get(db)
  if (!kysely) throw new Error('This database is not one that openDatabase opened.')
  const begin = `${readOnly ? 'begin isolation level repeatable read read only' : 'begin'}; ${scopeSetting(scope)}${mayBeLost ? `; set local synchronous_commit to off` : ''}`
  const scoped = async (tx: Tx): Promise<T> => {
    const state = { open: true }
    try {
      const around = readOnly ? undefined : arounds.get(db)
      const value = await current.run(state, () => (around ? around(tx, scope, work) : work(tx)))
      if (!readOnly && isRefusal(value)) throw new RolledBack(value)
      return value
    } finally {
      // Timers and sockets made inside keep this context after the end: they are free again.
      state.open = false
    }
  }
  return beginning.run(begin, () => kysely.transaction().execute((tx) => beginning.exit(() => scoped(tx))))
}

/** Sent as text with `begin`, so the value is checked or quoted here. */
function scopeSetting(scope: Scope): string {
  const [name, value] =
    'supplierId' in scope
      ? ['purvey.supplier_id', uuid(scope.supplierId)]
      : 'userId' in scope
        ? ['purvey.user_id', present(scope.userId)]
        : ['purvey.scope', 'system']
  return `select set_config('${name}', ${escapeLiteral(value ?? '')}, true)`
}

function uuid(value: string): string {
  if (UUID.test(value)) return value
  throw new Error(`A transaction was begun for the id "${value}", which is not a UUID.`)
}

function present(value: string): string {
  if (value !== '') return value
  throw new Error('A transaction was begun for a person without an id.')
}

/** Carries a refusal through the rollback. */
class RolledBack extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`Rolled back: ${refusal.sentence}`)
    this.refusal = refusal
  }
}
