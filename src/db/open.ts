/**
 * Opens the database: the given PostgreSQL server, or the embedded one in a data directory. Everything but migrations works
 * as a role that cannot see past row-level security; a connection that could is refused.
 */
import { CamelCasePlugin, Kysely } from 'kysely'
import { Client, type ClientBase, type ClientConfig, Pool, type PoolConfig } from 'pg'
import { ScopedDialect } from './dialect.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { errorCode } from './embedded-binaries.ts'
import { APP_ROLE, appConfigOf, exactTypes, ownerConfigOf } from './pg-config.ts'
import type { Database } from './tables.ts'
import { type Db, hideQueryMaker } from './transact.ts'

export interface OpenOptions {
  /** Address of a PostgreSQL server, 15 or newer. Without it the embedded one is started in `dataDir`. */
  readonly url?: string | undefined
  readonly dataDir?: string | undefined
  /** Connections at most for `db`; 10 when not given. */
  readonly poolMax?: number | undefined
  /** Shown in PostgreSQL's list of activities. */
  readonly applicationName?: string | undefined
  /** Told of connections that broke while idle; they are replaced by themselves. */
  readonly onConnectionLost?: ((error: Error) => void) | undefined
}

export interface OpenDatabase {
  readonly db: Db
  /** Connection settings of the owner of the tables: for `migrate` and for the job engine's own schema, for nothing else. */
  readonly ownerConnection: ClientConfig
  /** Connection settings of the application's role, for the job engine and for listening. */
  readonly appConnection: PoolConfig
  /** `embedded` when this process runs the server, `attached` when another process of this machine runs it. */
  readonly server: 'embedded' | 'attached' | 'given'
  /** Ends all connections, then the embedded server if this process owns it. */
  close(): Promise<void>
}

const OLDEST_VERSION = 150_000

/** Opens, and checks that the server answers and is new enough. It changes nothing: call `migrate` next. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  if (options.url !== undefined) return openOwned(ownerConfigOf(options.url), options)
  if (options.dataDir === undefined) {
    throw new Error('No database was named: give the address of a PostgreSQL server or a data directory.')
  }
  const embedded = await startEmbeddedPostgres({ dataDir: options.dataDir })
  return assemble(embedded.connection, options, {
    server: embedded.ownsServer ? 'embedded' : 'attached',
    stop: () => embedded.stop(),
  })
}

/** The same for a server whose owner's connection settings are known already. */
export async function openOwned(
  owner: ClientConfig,
  options: Omit<OpenOptions, 'url' | 'dataDir'>,
): Promise<OpenDatabase> {
  await checkServer(owner)
  return assemble(owner, options, { server: 'given', stop: () => Promise.resolve() })
}

interface Server {
  readonly server: OpenDatabase['server']
  readonly stop: () => Promise<void>
}

function assemble(owner: ClientConfig, options: OpenOptions, { server, stop }: Server): OpenDatabase {
  const applicationName = options.applicationName ?? 'purvey'
  const pool = new Pool({
    ...appConfigOf(owner, { applicationName, statementTimeoutMs: 60_000 }),
    max: options.poolMax ?? 10,
    // Kept open when idle, so that the first click after a pause waits for none to be made.
    min: 3,
    types: exactTypes,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for the promise, which its types do not say
    onConnect: refuseBypass,
  })
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) => options.onConnectionLost?.(error))
  // Nor may one that breaks in use: its statement fails with the same error.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const kysely = new Kysely<Database>({
    dialect: new ScopedDialect(pool),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  let closing: Promise<void> | undefined
  return {
    db: hideQueryMaker(kysely),
    ownerConnection: { ...owner, application_name: `${applicationName} owner` },
    appConnection: appConfigOf(owner, { applicationName }),
    server,
    close: () => (closing ??= pool.end().then(stop)),
  }
}

/** Runs once on every new connection, before anything else does. */
async function refuseBypass(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; free: boolean }>(
    'select current_user as name, rolsuper or rolbypassrls as free from pg_roles where rolname = current_user',
  )
  const role = rows[0]
  if (role?.name === APP_ROLE && !role.free) return
  throw new Error(
    `Purvey must work as the database role ${APP_ROLE}, which cannot bypass row-level security, but this connection is "${role?.name ?? 'unknown'}"${role?.free ? ', which can bypass it' : ''}. Connect to PostgreSQL directly or through a pooler in session mode, and run "alter role ${APP_ROLE} nosuperuser nobypassrls" as an administrator.`,
  )
}

async function checkServer(owner: ClientConfig): Promise<void> {
  const client = new Client({ ...owner, connectionTimeoutMillis: 15_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(client, error)
  }
  try {
    const { rows } = await client.query<{ number: number; name: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
    )
    const version = rows[0]
    if ((version?.number ?? 0) < OLDEST_VERSION) {
      throw new Error(
        `The PostgreSQL server is version ${version?.name ?? 'unknown'}. Purvey needs 15 or newer: upgrade it, or name another in DATABASE_URL.`,
      )
    }
  } finally {
    await client.end()
  }
}

/** Names the server but never the password. */
function unreachable(client: Client, error: unknown): Error {
  const where = `${client.host}:${client.port}, database "${client.database ?? ''}", user "${client.user ?? ''}"`
  const said = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error)
  return new Error(
    `The PostgreSQL server of DATABASE_URL does not let Purvey in (${where}). It said: ${said}${errorCode(error) === 'ECONNREFUSED' ? '. Is it running, and is the port right?' : ''}`,
    { cause: error },
  )
}
