/** Who is asking: sign-in, sign-out, the first run, and a visitor's person and suppliers. It never says which half of a sign-in was wrong. */
import { APIError } from 'better-auth/api'
import type { PoolConfig } from 'pg'
import type { Clock } from '../core/clock.ts'
import { type UserId, asId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { type Refusal, isRefusal, refuse } from '../core/refusal.ts'
import { type Db, read } from '../db/transact.ts'
import { type SupplierWithOwner, setUpInstallation } from './create-supplier.ts'
import { type Membership, anySupplierExists, membershipsOf } from './people-store.ts'
import { IP_HEADER, openLibrary } from './sign-in-library.ts'
import { countAttempt } from './throttle.ts'

/** What a request says about who sends it. */
export interface Visitor {
  readonly cookie: string | undefined
  readonly ip: string
  readonly userAgent: string | undefined
}

export interface Person {
  readonly userId: UserId
  readonly name: string
  readonly email: string
}

/** Cookies to set on the answer, as whole header values. */
export interface WithCookies<T> {
  readonly value: T
  readonly setCookies: readonly string[]
}

export interface Identity {
  /** The person whose session the visitor's cookie names; cookies when the session was prolonged. */
  personOf(visitor: Visitor): Promise<WithCookies<Person | undefined>>
  /** The person's suppliers, the one joined first at the top. */
  membershipsOf(userId: UserId): Promise<readonly Membership[]>
  /** Whether nobody has set this installation up yet. */
  isFirstRun(): Promise<boolean>
  signIn(
    visitor: Visitor,
    input: { readonly email: string; readonly password: string },
  ): Promise<WithCookies<Person> | Refusal<'wrong-sign-in' | 'too-many-attempts'>>
  /** Ends the visitor's session in the database. */
  signOut(visitor: Visitor): Promise<WithCookies<undefined>>
  /** Makes the first supplier and its owner, and signs the owner in. */
  setUp(
    visitor: Visitor,
    input: SupplierWithOwner,
  ): Promise<WithCookies<Person> | Refusal<'already-set-up' | 'time-zone-unknown' | 'currency-unknown'>>
  close(): Promise<void>
}

export interface IdentityOptions {
  readonly db: Db
  readonly appConnection: PoolConfig
  readonly clock: Clock
  readonly log: Log
  /** Signs the session cookie; at least 32 random characters. */
  readonly authSecret: string
  readonly publicUrl: string
}

/** Opens identity with a few database connections of its own; the caller closes it. */
export function openIdentity(options: IdentityOptions): Identity {
  const { db, clock } = options
  if (options.authSecret.length < 32) {
    throw new Error('The secret that signs session cookies is too short: it needs at least 32 characters.')
  }
  const library = openLibrary({ ...options, secret: options.authSecret })

  async function openSession(
    visitor: Visitor,
    input: { readonly email: string; readonly password: string },
  ): Promise<WithCookies<Person>> {
    const { headers, response } = await library.api.signInEmail({
      body: { email: input.email, password: input.password },
      headers: headersOf({ ...visitor, cookie: undefined }),
      returnHeaders: true,
    })
    return { value: personFrom(response.user), setCookies: headers.getSetCookie() }
  }

  return {
    personOf: async (visitor) => {
      if (visitor.cookie === undefined) return { value: undefined, setCookies: [] }
      const { headers, response } = await library.api.getSession({
        headers: headersOf(visitor),
        returnHeaders: true,
      })
      return { value: response ? personFrom(response.user) : undefined, setCookies: headers.getSetCookie() }
    },
    membershipsOf: (userId) => read(db, { system: true }, (tx) => membershipsOf(tx, userId)),
    isFirstRun: async () => !(await read(db, { system: true }, anySupplierExists)),
    signIn: async (visitor, input) => {
      const attempt = await countAttempt({ db, clock }, { email: input.email, ip: visitor.ip })
      if (isRefusal(attempt)) return attempt
      try {
        const session = await openSession(visitor, input)
        await attempt.succeeded()
        return session
      } catch (error) {
        if (!(error instanceof APIError) || error.statusCode >= 500) throw error
        return refuse(
          'wrong-sign-in',
          'The e-mail address or the password is wrong. Check both, and whether capitals are locked.',
        )
      }
    },
    signOut: async (visitor) => {
      const { headers } = await library.api.signOut({ headers: headersOf(visitor), returnHeaders: true })
      return { value: undefined, setCookies: headers.getSetCookie() }
    },
    setUp: async (visitor, input) => {
      const founded = await setUpInstallation(db, input)
      return isRefusal(founded) ? founded : openSession(visitor, input)
    },
    close: () => library.close(),
  }
}

function headersOf(visitor: Visitor): Headers {
  const headers = new Headers({ [IP_HEADER]: visitor.ip })
  if (visitor.cookie !== undefined) headers.set('cookie', visitor.cookie)
  if (visitor.userAgent !== undefined) headers.set('user-agent', visitor.userAgent.slice(0, 500))
  return headers
}

function personFrom(user: { readonly id: string; readonly name: string; readonly email: string }): Person {
  return { userId: asId<UserId>(user.id), name: user.name, email: user.email }
}
