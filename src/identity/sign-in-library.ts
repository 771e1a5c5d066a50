/**
 * The sign-in library on our tables. Only its server functions are used, never its own HTTP handler: what is reachable is
 * what the contract lists. It works on a few connections of its own, as the same role as everything else.
 */
import { betterAuth } from 'better-auth'
import { PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import { newId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { longestPassword, shortestPassword } from '../rules/password-rules.ts'

const DAY_SECONDS = 24 * 60 * 60
/** Ours alone: set from the connection, so that a visitor cannot claim an address. */
export const IP_HEADER = 'x-purvey-ip'

export interface LibraryOptions {
  readonly appConnection: PoolConfig
  /** Signs the session cookie; at least 32 random characters. */
  readonly secret: string
  /** Where people reach this installation; cookies are marked Secure when it is https. */
  readonly publicUrl: string
  readonly log: Log
}

/** Opens the library and its connections. */
export function openLibrary(options: LibraryOptions) {
  const pool = new Pool({ ...options.appConnection, max: 4 })
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) =>
    options.log.warn({ err: error }, 'A connection of the sign-in broke while idle.'),
  )
  // Nor may one that breaks in use: its statement fails with the same error.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const auth = betterAuth({
    appName: 'Purvey',
    baseURL: options.publicUrl,
    secret: options.secret,
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', transaction: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    user: { modelName: 'auth_user', fields: { emailVerified: 'email_verified', ...stamps } },
    session: {
      modelName: 'auth_session',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...stamps,
      },
      expiresIn: 30 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
    },
    account: {
      modelName: 'auth_account',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...stamps,
      },
    },
    verification: { modelName: 'auth_verification', fields: { expiresAt: 'expires_at', ...stamps } },
    advanced: {
      cookiePrefix: 'purvey',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [IP_HEADER] },
      database: { generateId: () => newId() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (level, message) => options.log[level === 'error' ? 'error' : 'debug'](`Sign-in: ${message}`),
    },
  })
  return { api: auth.api, close: () => pool.end() }
}

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const
