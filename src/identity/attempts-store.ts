/** All SQL on failed sign-ins. The table belongs to no supplier. */
import { sql } from 'kysely'
import { advisoryLocks } from '../db/advisory-locks.ts'
import type { Tx } from '../db/transact.ts'

/** Makes attempts on the same subject take turns, so that many at once cannot all be counted as the first. */
export async function lockSubjects(tx: Tx, subjects: readonly string[]): Promise<void> {
  // Always in the same order: two attempts that share both would otherwise wait for each other.
  for (const subject of subjects.toSorted()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, ${advisoryLocks.signInSubject}::bigint))`.execute(
      tx,
    )
  }
}

/** The instants of the subject's attempts since `since`, newest first, at most `most`. */
export async function recentAttempts(
  tx: Tx,
  { subject, since, most }: { subject: string; since: Date; most: number },
): Promise<Date[]> {
  const rows = await tx
    .selectFrom('signInAttempts')
    .select('attemptedAt')
    .where('subject', '=', subject)
    .where('attemptedAt', '>', since)
    .orderBy('attemptedAt', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => row.attemptedAt)
}

export async function insertAttempts(
  tx: Tx,
  attempt: { attemptId: string; at: Date; subjects: readonly string[] },
): Promise<void> {
  await tx
    .insertInto('signInAttempts')
    .values(
      attempt.subjects.map((subject) => ({
        subject,
        attemptedAt: attempt.at,
        attemptId: attempt.attemptId,
      })),
    )
    .execute()
}

/** Forgets what no longer counts: the subject's attempts before `before`. */
export async function deleteAttemptsBefore(tx: Tx, subjects: readonly string[], before: Date): Promise<void> {
  await tx
    .deleteFrom('signInAttempts')
    .where('subject', 'in', subjects)
    .where('attemptedAt', '<=', before)
    .execute()
}

/** After a success: the account starts afresh, and the address loses this one attempt. */
export async function deleteAfterSuccess(
  tx: Tx,
  success: { account: string; address: string; attemptId: string },
): Promise<void> {
  await tx.deleteFrom('signInAttempts').where('subject', '=', success.account).execute()
  await tx
    .deleteFrom('signInAttempts')
    .where('subject', '=', success.address)
    .where('attemptId', '=', success.attemptId)
    .execute()
}
