/** A throwaway server of the PostgreSQL that this machine has installed, so that Purvey is proved on another than its own. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'

const INSTALLED_IN = '/usr/lib/postgresql'
const OLDEST = 15

export interface OtherPostgres {
  readonly majorVersion: number
  /** For `PURVEY_TEST_DATABASE_URL`. */
  readonly url: string
  stop(): Promise<void>
}

/** Starts the newest one that is installed and new enough; undefined when there is none. */
export async function startOtherPostgres(): Promise<OtherPostgres | undefined> {
  const majorVersion = newestInstalled()
  if (majorVersion === undefined) return undefined
  const programs = join(INSTALLED_IN, String(majorVersion), 'bin')
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-other-'))
  const server = await startEmbeddedPostgres({
    dataDir,
    binaries: {
      majorVersion,
      initdb: join(programs, 'initdb'),
      postgres: join(programs, 'postgres'),
      env: {},
    },
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' },
  })
  const { host, user, database } = server.connection
  return {
    majorVersion,
    url: `postgres:///${database}?host=${encodeURIComponent(host)}&user=${user}`,
    stop: async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function newestInstalled(): number | undefined {
  if (!existsSync(INSTALLED_IN)) return undefined
  return readdirSync(INSTALLED_IN)
    .map(Number)
    .filter((version) => version >= OLDEST && existsSync(join(INSTALLED_IN, String(version), 'bin/postgres')))
    .toSorted((a, b) => b - a)[0]
}
