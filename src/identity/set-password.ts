/** Gives a person a new password and ends all their sessions. Only the operator may: it asks for nothing that the person knows. */
import { hashPassword } from 'better-auth/crypto'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import { longestPassword, shortestPassword } from '../rules/password-rules.ts'
import { endSessions, replacePassword } from './people-store.ts'

/** Returns how many sessions were ended. */
export async function setPassword(
  db: Db,
  input: { readonly email: string; readonly password: string },
): Promise<{ sessionsEnded: number } | Refusal<'person-unknown' | 'password-length'>> {
  const { length } = input.password
  if (length < shortestPassword || length > longestPassword) {
    return refuse(
      'password-length',
      `A password has ${shortestPassword} to ${longestPassword} characters; this one has ${length}.`,
    )
  }
  const email = input.email.trim().toLowerCase()
  const passwordHash = await hashPassword(input.password)
  return transact(db, { system: true }, async (tx) => {
    const userId = await replacePassword(tx, { email, passwordHash })
    if (userId === undefined)
      return refuse('person-unknown', `Nobody here signs in with the e-mail address ${email}.`)
    return { sessionsEnded: await endSessions(tx, userId) }
  })
}
