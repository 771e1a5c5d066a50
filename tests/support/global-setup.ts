/**
 * One database server for a whole test run. It starts when the first test file asks, so that tests without a database cost
 * nothing, and hands out the address of a migrated template that each file copies.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, type ClientConfig } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { ownerConfigOf } from '../../src/db/pg-config.ts'

/** What a test file gets when it asks: settings for the server's owner, and the name of the database to copy. */
export interface TestServer {
  readonly connection: ClientConfig
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket to ask on. */
    testServerSocket: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'purvey-test-'))
  const socket = join(folder, 'ask')
  let started: Promise<TestServer & { stop: () => Promise<void> }> | undefined
  const broker = createServer((asker) => {
    asker.on('error', () => undefined)
    started ??= startTestServer(folder)
    started.then(
      ({ connection, template }) => asker.end(JSON.stringify({ connection, template })),
      (error: unknown) => asker.end(JSON.stringify({ failed: String(error) })),
    )
  })
  await new Promise<void>((resolve) => broker.listen(socket, resolve))
  project.provide('testServerSocket', socket)
  return async () => {
    broker.close()
    await started?.then(
      (server) => server.stop(),
      () => undefined,
    )
    await rm(folder, { recursive: true, force: true })
  }
}

async function startTestServer(folder: string): Promise<TestServer & { stop: () => Promise<void> }> {
  const template = `purvey_template_${process.pid}`
  const given = process.env['PURVEY_TEST_DATABASE_URL']
  const server =
    given === undefined
      ? await startFastServer(folder)
      : { connection: ownerConfigOf(given), stop: () => Promise.resolve() }
  await asOwner(server.connection, async (owner) => {
    await owner.query(`drop database if exists ${template}`)
    await owner.query(`create database ${template} template template0`)
  })
  await migrate({ ownerConnection: inDatabase(server.connection, template) })
  return {
    connection: server.connection,
    template,
    stop: async () => {
      if (given !== undefined) {
        await asOwner(server.connection, (owner) =>
          owner.query(`drop database if exists ${template} with (force)`),
        )
      }
      await server.stop()
    },
  }
}

/** Nothing here has to survive a power cut. */
async function startFastServer(
  folder: string,
): Promise<{ connection: ClientConfig; stop: () => Promise<void> }> {
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_connections: '300',
      max_wal_size: '4GB',
      checkpoint_timeout: '60min',
    },
  })
  return { connection: server.connection, stop: () => server.stop() }
}

async function asOwner(connection: ClientConfig, work: (owner: Client) => Promise<unknown>): Promise<void> {
  const owner = new Client(connection)
  await owner.connect()
  try {
    await work(owner)
  } finally {
    await owner.end()
  }
}

/** The same server, another of its databases. */
export function inDatabase(connection: ClientConfig, database: string): ClientConfig {
  if (connection.connectionString === undefined) return { ...connection, database }
  const address = new URL(connection.connectionString)
  address.pathname = `/${database}`
  return { ...connection, connectionString: address.href }
}
