/** A database of its own for each test file: a copy of the migrated template, opened as the product opens its database. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { afterAll, inject } from 'vitest'
import { type OpenDatabase, type OpenOptions, openOwned } from '../../src/db/open.ts'
import { inDatabase, type TestServer } from './global-setup.ts'

export interface TestDatabase extends OpenDatabase {
  /** Closes it and removes it from the server. */
  drop(): Promise<void>
}

/** Makes and opens a database with the whole schema and no rows. The caller drops it. */
export async function openTestDatabase(options: Pick<OpenOptions, 'poolMax'> = {}): Promise<TestDatabase> {
  const server = await askForServer()
  const name = `purvey_test_${randomBytes(8).toString('hex')}`
  await asOwner(server, `create database ${name} template ${server.template} strategy file_copy`)
  const open = await openOwned(inDatabase(server.connection, name), { applicationName: name, ...options })
  return {
    ...open,
    drop: async () => {
      await open.close()
      await asOwner(server, `drop database if exists ${name} with (force)`)
    },
  }
}

/** The same for a whole test file or describe block: call it at its top; the database goes with its last test. */
export async function withDatabase(options: Pick<OpenOptions, 'poolMax'> = {}): Promise<TestDatabase> {
  const database = await openTestDatabase(options)
  afterAll(() => database.drop())
  return database
}

async function askForServer(): Promise<TestServer> {
  const answer = JSON.parse(await text(connect(inject('testServerSocket')))) as TestServer & {
    failed?: string
  }
  if (answer.failed !== undefined) throw new Error(`The test database did not start. ${answer.failed}`)
  return answer
}

async function asOwner(server: TestServer, statement: string): Promise<void> {
  const owner = new Client(server.connection)
  await owner.connect()
  try {
    await owner.query(statement)
  } finally {
    await owner.end()
  }
}
