/** All SQL on people, suppliers' founding and memberships. It runs in a `system` transaction: no supplier's own rows are seen. */
import { sql } from 'kysely'
import type { SupplierId, UserId } from '../core/ids.ts'
import { advisoryLocks } from '../db/advisory-locks.ts'
import type { Tx } from '../db/transact.ts'
import type { Role } from '../rules/permissions.ts'

export interface Membership {
  readonly supplierId: SupplierId
  readonly name: string
  readonly country: string
  readonly currency: string
  readonly timeZone: string
  readonly role: Role
}

/** A person's suppliers, the one joined first at the top. */
export async function membershipsOf(tx: Tx, userId: UserId): Promise<Membership[]> {
  const rows = await tx
    .selectFrom('members')
    .innerJoin('suppliers', 'suppliers.supplierId', 'members.supplierId')
    .select(['members.supplierId', 'name', 'country', 'currency', 'timeZone', 'role'])
    .where('members.userId', '=', userId)
    .orderBy('joinedAt')
    .orderBy('members.supplierId')
    .execute()
  return rows.map((row) => ({ ...row, supplierId: row.supplierId as SupplierId, role: row.role as Role }))
}

export async function anySupplierExists(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('suppliers').select('supplierId').limit(1).executeTakeFirst()
  return row !== undefined
}

/** Holds other first runs back until this transaction ends. */
export async function lockFirstRun(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.firstRun}::bigint)`.execute(tx)
}

export interface NewPerson {
  readonly userId: UserId
  readonly name: string
  /** In lower case. */
  readonly email: string
  readonly passwordHash: string
}

/** False, and nothing written, when somebody has that e-mail address already. */
export async function insertPerson(tx: Tx, person: NewPerson, accountId: string): Promise<boolean> {
  const inserted = await tx
    .insertInto('authUser')
    .values({ id: person.userId, name: person.name, email: person.email })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  // The sign-in library finds a password by provider "credential" and by the user's id as the account's.
  await tx
    .insertInto('authAccount')
    .values({
      id: accountId,
      userId: person.userId,
      accountId: person.userId,
      providerId: 'credential',
      password: person.passwordHash,
    })
    .execute()
  return true
}

/** Returns whose password it was; undefined when nobody has that e-mail address. */
export async function replacePassword(
  tx: Tx,
  { email, passwordHash }: { readonly email: string; readonly passwordHash: string },
): Promise<string | undefined> {
  const row = await tx
    .updateTable('authAccount')
    .from('authUser')
    .set({ password: passwordHash })
    .whereRef('authAccount.userId', '=', 'authUser.id')
    .where('authUser.email', '=', email)
    .where('authAccount.providerId', '=', 'credential')
    .returning('authAccount.userId')
    .executeTakeFirst()
  return row?.userId
}

export async function endSessions(tx: Tx, userId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('authSession')
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export interface NewSupplier {
  readonly supplierId: SupplierId
  readonly name: string
  readonly country: string
  readonly currency: string
  readonly timeZone: string
}

export async function insertSupplier(tx: Tx, supplier: NewSupplier): Promise<void> {
  await tx.insertInto('suppliers').values(supplier).execute()
}

export async function insertMember(
  tx: Tx,
  member: { readonly supplierId: SupplierId; readonly userId: UserId; readonly role: Role },
): Promise<void> {
  await tx.insertInto('members').values(member).execute()
}
