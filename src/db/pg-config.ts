/**
 * How Purvey talks to PostgreSQL on the wire: connection settings for the owner and for the application's role, and how
 * values become JavaScript's. The application's connections must never be able to leave the role.
 */
import { type ClientConfig, type CustomTypesConfig, type PoolConfig, types } from 'pg'

export const APP_ROLE = 'purvey_app'

const INT8 = 20
const INT8_ARRAY = 1016
const DATE = 1082
const DATE_ARRAY = 1182
const TEXT_ARRAY = 1009

type Parser = (text: string) => unknown

const defaultParser = types.getTypeParser as unknown as (oid: number, format: string) => Parser
const textArray = defaultParser(TEXT_ARRAY, 'text') as (text: string) => (string | null)[]

const PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [INT8, parseInt8],
  [INT8_ARRAY, (text) => textArray(text).map((item) => (item === null ? null : parseInt8(item)))],
  [DATE, (text) => text],
  [DATE_ARRAY, textArray],
])

/** `bigint` becomes a number where that is exact and throws where it is not; `date` stays `yyyy-mm-dd`; `numeric` stays text. */
export const exactTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format = 'text') =>
    (format === 'text' ? PARSERS.get(oid) : undefined) ?? defaultParser(oid, format),
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new Error(`The database returned the whole number ${text}, which JavaScript cannot hold exactly.`)
  }
  return value
}

/** The owner's connection settings from an address. @throws Error with a sentence when it is not one. */
export function ownerConfigOf(url: string): ClientConfig {
  const { connectionString, options } = splitOptions(url)
  return { connectionString, ...(options === undefined ? {} : { options }) }
}

export interface AppConfigOptions {
  readonly applicationName: string
  /** Milliseconds after which the database ends one statement; 0 for no limit. */
  readonly statementTimeoutMs?: number
}

/** The same server entered as the application's role: set by the startup message, so no statement runs before it. */
export function appConfigOf(
  owner: ClientConfig,
  { applicationName, statementTimeoutMs }: AppConfigOptions,
): PoolConfig {
  const settings = [`role=${APP_ROLE}`, 'timezone=UTC', 'search_path=public']
  if (statementTimeoutMs !== undefined) {
    // A transaction that waits for anything but the database holds locks: end it.
    settings.push(`statement_timeout=${statementTimeoutMs}`, 'idle_in_transaction_session_timeout=60000')
  }
  return {
    ...owner,
    application_name: applicationName,
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    options: [owner.options ?? '', ...settings.map((setting) => `-c ${setting}`)].join(' ').trim(),
  }
}

/** pg lets what the address says win over the settings beside it, so the address's own `options` are taken out and kept. */
function splitOptions(url: string): { connectionString: string; options?: string } {
  if (!URL.canParse(url) || !/^(postgres|postgresql|socket):/.test(url)) {
    throw new Error(
      `DATABASE_URL is not the address of a PostgreSQL database: it has to look like postgres://user:password@host:5432/database.`,
    )
  }
  const address = new URL(url)
  const options = address.searchParams.get('options')
  if (options === null) return { connectionString: url }
  address.searchParams.delete('options')
  return { connectionString: address.href, options }
}
