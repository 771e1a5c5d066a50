/**
 * The embedded PostgreSQL: a real server under Purvey's own supervision, for one machine, reachable only through a private
 * Unix socket. Every commit is on disk before it is acknowledged.
 */
import { resolve } from 'node:path'
import { Client, type ClientConfig } from 'pg'
import { startCluster, SUPERUSER } from './cluster.ts'
import { errorCode, findEmbeddedBinaries, type PostgresBinaries } from './embedded-binaries.ts'
import { chooseLauncher, type Launcher } from './launcher.ts'

export interface EmbeddedOptions {
  readonly dataDir: string
  /** Over the defaults below, PostgreSQL's own names. */
  readonly settings?: Readonly<Record<string, string>>
  /** Other programs than the ones npm installed, and another way to run them: for proving Purvey on them. */
  readonly binaries?: PostgresBinaries
  readonly launcher?: Launcher
}

export interface EmbeddedPostgres {
  /** For the owner of the database. */
  readonly connection: ClientConfig & { host: string; port: number; user: string; database: string }
  /** False when another process of this machine runs the server: it then ends with that process. */
  readonly ownsServer: boolean
  /** Process id of the server. */
  readonly pid: number
  /** Fast shutdown when this process owns the server, otherwise nothing. */
  stop(): Promise<void>
}

const DATABASE = 'purvey'

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  // Parallel queries take shared memory that containers limit to 64 MB.
  max_parallel_workers_per_gather: '0',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
}

/** Starts the server of `dataDir`, or joins the one that another process runs there. @throws Error with a sentence. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  const cluster = await startCluster({
    dataDir,
    binaries: options.binaries ?? findEmbeddedBinaries(dataDir),
    launcher: options.launcher ?? chooseLauncher(),
    settings: { ...SETTINGS, ...options.settings },
  })
  const connection = { host: cluster.socketDir, port: cluster.port, user: SUPERUSER, database: DATABASE }
  try {
    await makeDatabase(connection)
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return { connection, ownsServer: cluster.ownsServer, pid: cluster.pid, stop: () => cluster.stop() }
}

async function makeDatabase(connection: EmbeddedPostgres['connection']): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
  } catch (error) {
    // 42P04 and 23505: a process that started at the same moment made it.
    if (!['42P04', '23505'].includes(errorCode(error))) throw error
  } finally {
    await client.end()
  }
}
