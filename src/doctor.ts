/** Checks an installation from the outside in and says in sentences what is well and what is not. Changes nothing. */
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { fetch } from 'undici'
import type { Configuration } from './configuration.ts'
import { loadMasterKeys } from './connections/secrets.ts'
import { openDatabase } from './db/open.ts'
import { read } from './db/transact.ts'

/** Prints the findings; 0 when all is well, 1 otherwise. */
export async function doctor(configuration: Configuration): Promise<number> {
  const checks: [string, () => Promise<string>][] = [
    ['Database', () => checkDatabase(configuration)],
    ['Master key', () => checkKeys(configuration)],
    ['Web app', checkWeb],
    ['Cin7 Omni', () => checkCin7(configuration)],
  ]
  let faults = 0
  for (const [name, check] of checks) {
    try {
      process.stdout.write(`well   ${name}: ${await check()}\n`)
    } catch (error) {
      faults += 1
      process.stdout.write(`WRONG  ${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  process.stdout.write(faults === 0 ? 'All is well.\n' : `${faults} of ${checks.length} checks failed.\n`)
  return faults === 0 ? 0 : 1
}

async function checkDatabase(configuration: Configuration): Promise<string> {
  const open = await openDatabase({
    url: configuration.databaseUrl,
    dataDir: configuration.databaseUrl === undefined ? join(configuration.dataDir, 'postgres') : undefined,
  })
  try {
    const suppliers = await read(open.db, { system: true }, (tx) =>
      tx
        .selectFrom('suppliers')
        .select((select) => select.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow(),
    )
    return `${open.server === 'given' ? 'the PostgreSQL of DATABASE_URL' : `the embedded PostgreSQL in ${configuration.dataDir}`} answers; suppliers: ${suppliers.count}`
  } finally {
    await open.close()
  }
}

async function checkKeys(configuration: Configuration): Promise<string> {
  const file = configuration.databaseUrl === undefined ? join(configuration.dataDir, 'master.key') : undefined
  if (file !== undefined && process.env['PURVEY_MASTER_KEY'] === undefined) {
    await access(file, constants.R_OK).catch(() => {
      throw new Error(
        `${file} is not there yet. It is made at the first start; afterwards keep it with your backups.`,
      )
    })
  }
  const keys = await loadMasterKeys({ env: process.env, file })
  return keys.length === 1 ? 'one key' : `${keys.length} keys, the first is the current one`
}

async function checkWeb(): Promise<string> {
  const page = join(import.meta.dirname, '..', 'web', 'dist', 'index.html')
  await access(page).catch(() => {
    throw new Error('The web app has not been built. Run "npm run build".')
  })
  return 'built'
}

async function checkCin7({ cin7OmniUrl }: Configuration): Promise<string> {
  const url = `${cin7OmniUrl}/v1/Branches?rows=1`
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new Error(
      `${cin7OmniUrl} does not answer (${cause}). Check CIN7_OMNI_URL and that this machine may reach it.`,
    )
  })
  await answer.body?.cancel()
  if (answer.status === 401) return `${cin7OmniUrl} answers, and asks for a key as it should`
  return `${cin7OmniUrl} answers with status ${answer.status}`
}
