/** A database of its own for a measurement, embedded or on a given PostgreSQL server, that is removed at the end. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { readConfiguration } from '../src/configuration.ts'
import type { SupplierId } from '../src/core/ids.ts'
import { openLog } from '../src/core/log.ts'
import type { OpenDatabase } from '../src/db/open.ts'
import { prepareDatabase } from '../src/product.ts'
import { foundSupplier } from './supplier.ts'

export const owner = { email: 'owner@bench.example', password: 'measure-twice-cut-once' }

export interface EmptyDatabase {
  readonly open: OpenDatabase
  /** With these, the programs of the product work on it. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** A migrated database without a supplier: embedded, or made anew on the server of the given address. */
export async function emptyDatabase(server?: string): Promise<EmptyDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-bench-'))
  const made = server === undefined ? undefined : await makeDatabase(server)
  const env = {
    PURVEY_DATA_DIR: dataDir,
    DATABASE_URL: made?.url ?? '',
    PURVEY_MASTER_KEY: randomBytes(32).toString('base64'),
  }
  const open = await prepareDatabase(readConfiguration(env), openLog('bench', 'error'))
  return {
    open,
    env,
    close: async () => {
      await open.close()
      await made?.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface BenchDatabase extends EmptyDatabase {
  readonly supplierId: SupplierId
}

/** A migrated, embedded database with one supplier and its owner. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const database = await emptyDatabase()
  return { ...database, supplierId: await foundSupplier(database.open.db, 'Bench Supplier', owner) }
}

async function makeDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `purvey_bench_${randomBytes(6).toString('hex')}`
  await asOwner(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asOwner(server, `drop database if exists ${name} with (force)`) }
}

async function asOwner(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
