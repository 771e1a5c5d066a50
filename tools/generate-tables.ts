/**
 * Regenerates `src/db/tables.ts` and `src/db/schema.sql` from a freshly migrated embedded database. With `--check` it changes
 * nothing and fails when they are not what the migrations come to.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { readSchema, type Schema } from './read-schema.ts'
import { schemaText, tablesModule } from './write-tables.ts'

const ROOT = join(import.meta.dirname, '..')

const schema = await readMigratedSchema()
const files = [
  { path: 'src/db/tables.ts', text: await formatted(tablesModule(schema)) },
  { path: 'src/db/schema.sql', text: schemaText(schema) },
]
for (const { path, text } of files) {
  const present = await readFile(join(ROOT, path), 'utf8').catch(() => '')
  if (present === text) continue
  if (process.argv.includes('--check')) {
    console.error(`${path} is not what the migrations come to. Run: node tools/generate-tables.ts`)
    process.exitCode = 1
  } else {
    await writeFile(join(ROOT, path), text)
    console.log(`Wrote ${path}.`)
  }
}

async function readMigratedSchema(): Promise<Schema> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-tables-'))
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
  try {
    await migrate({ ownerConnection: server.connection })
    const client = new Client(server.connection)
    await client.connect()
    try {
      return await readSchema(client)
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** As the formatter would leave it, so that the file and a fresh one compare equal. */
async function formatted(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'purvey-format-'))
  try {
    const path = join(folder, 'tables.ts')
    await writeFile(path, text)
    const oxfmt = join(ROOT, 'node_modules/.bin/oxfmt')
    execFileSync(process.execPath, [oxfmt, '-c', join(ROOT, '.oxfmtrc.json'), path], { stdio: 'ignore' })
    return await readFile(path, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
