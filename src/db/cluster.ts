/**
 * Runs one PostgreSQL server for one data directory: makes the directory once, starts the server or joins the one that runs
 * already, and stops it only when it was started here. It knows nothing of what is stored.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { chmod, mkdir, rename, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { pause } from '../core/clock.ts'
import type { PostgresBinaries } from './embedded-binaries.ts'
import { errorCode } from './embedded-binaries.ts'
import type { Launcher } from './launcher.ts'
import { clearStalePostmaster, isAlive, livePostmaster } from './postmaster.ts'
import { openSocketDir } from './socket-dir.ts'

export interface ClusterOptions {
  /** Holds the server's own folder `postgres`, its log and nothing else of PostgreSQL's. */
  readonly dataDir: string
  readonly binaries: PostgresBinaries
  readonly launcher: Launcher
  /** PostgreSQL settings by name. */
  readonly settings: Readonly<Record<string, string>>
}

export interface Cluster {
  readonly socketDir: string
  readonly port: number
  readonly pid: number
  /** False when another process started the server: `stop` then does nothing. */
  readonly ownsServer: boolean
  stop(): Promise<void>
}

export const SUPERUSER = 'purvey'
const PORT = 5432
const STOP_TIMEOUT_MS = 60_000
const ownDrafts = new Set<string>()

/** Starts or joins the server of `dataDir`. @throws Error with a sentence when it cannot. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataDir, launcher } = options
  const clusterDir = join(dataDir, 'postgres')
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw permissionSentence(dataDir, error)
  })
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) await makeCluster(options, clusterDir)
  refuseOtherVersion(clusterDir, options.binaries.majorVersion)
  for (;;) {
    const running = await joinRunning(clusterDir)
    if (running) return running
    await clearStalePostmaster(clusterDir)
    launcher.own(clusterDir)
    const started = await startServer(options, clusterDir)
    // Undefined: another process was faster and holds the directory by now.
    if (started) return started
  }
}

/** Made beside its place and moved there whole, so that neither a kill nor a second process leaves half a directory. */
async function makeCluster(options: ClusterOptions, clusterDir: string): Promise<void> {
  const { dataDir, binaries, launcher } = options
  removeAbandonedDrafts(dataDir)
  const draft = `${clusterDir}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  ownDrafts.add(draft)
  await mkdir(draft, { mode: 0o700 })
  if (launcher.kind === 'nobody') await chmod(dataDir, 0o711)
  launcher.own(draft)
  const locale =
    binaries.majorVersion >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8']
  const child = launcher.launch(
    binaries.initdb,
    ['-D', draft, '-U', SUPERUSER, ...locale, '--encoding=UTF8', '--auth-local=trust', '--auth-host=reject'],
    { env: binaries.env, stdio: ['ignore', 'pipe', 'pipe'], dieWithParent: true },
  )
  const said: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk))
  const failure = await ending(child)
  if (failure !== undefined) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(
      `The embedded PostgreSQL could not make its data directory in ${dataDir} (${failure}). It said: ${Buffer.concat(said).toString().trim() || 'nothing'}`,
    )
  }
  await rename(draft, clusterDir).catch((error: unknown) => {
    rmSync(draft, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error
  })
}

function removeAbandonedDrafts(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(/^postgres\.new-(\d+)-/.exec(name)?.[1] ?? 0)
    const path = join(dataDir, name)
    // In a container the process before this one may have had the same number.
    const isAbandoned = pid === process.pid ? !ownDrafts.has(path) : !isAlive(pid)
    if (pid > 0 && isAbandoned) rmSync(path, { recursive: true, force: true })
  }
}

function refuseOtherVersion(clusterDir: string, majorVersion: number): void {
  let found: string
  try {
    found = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    throw permissionSentence(clusterDir, error)
  }
  if (found === String(majorVersion)) return
  throw new Error(
    `The data directory ${clusterDir} was made by PostgreSQL ${found}, but this Purvey brings PostgreSQL ${majorVersion}, which cannot read it. Start the Purvey that made it, or give this one another data directory; to move the data, run both versions of PostgreSQL's own tools pg_dump and pg_restore on them.`,
  )
}

async function joinRunning(clusterDir: string): Promise<Cluster | undefined> {
  for (;;) {
    const running = livePostmaster(clusterDir)
    if (!running) return undefined
    if (running.status === 'ready') {
      return { ...running, ownsServer: false, stop: () => Promise.resolve() }
    }
    await pause(20)
  }
}

async function startServer(options: ClusterOptions, clusterDir: string): Promise<Cluster | undefined> {
  const { dataDir, binaries, launcher, settings } = options
  const socketDir = openSocketDir(clusterDir)
  launcher.own(socketDir)
  const logPath = join(dataDir, 'postgres.log')
  const { log, from } = openLogFile(logPath)
  const all = { ...settings, listen_addresses: '', port: String(PORT), unix_socket_directories: socketDir }
  const args = [
    '-D',
    clusterDir,
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const child = launcher.launch(binaries.postgres, args, {
    env: binaries.env,
    stdio: ['ignore', log, log],
    dieWithParent: true,
  })
  closeSync(log)
  const ended = ending(child)
  let failure: string | undefined
  while (failure === undefined) {
    const running = livePostmaster(clusterDir)
    if (running?.status === 'ready' && running.pid === child.pid) {
      child.unref()
      return { ...running, ownsServer: true, stop: () => stopServer(child, ended, socketDir) }
    }
    failure = await Promise.race([
      pause(10).then(() => undefined),
      ended.then((how) => how ?? 'it ended at once'),
    ])
  }
  if (livePostmaster(clusterDir)) return undefined
  const said = readFileSync(logPath).subarray(from).toString().trim()
  throw new Error(
    `The embedded PostgreSQL did not start on ${clusterDir} (${failure}). It said: ${said.split('\n').slice(-8).join('\n') || 'nothing'}`,
  )
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
async function stopServer(child: ChildProcess, ended: Promise<unknown>, socketDir: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  child.kill('SIGINT')
  const late = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
  await ended
  clearTimeout(late)
  // Not empty when another process has started the server again by now.
  await rmdir(socketDir).catch(() => undefined)
}

function openLogFile(path: string): { log: number; from: number } {
  const size = existsSync(path) ? statSync(path).size : 0
  const fresh = size > 10 * 1024 * 1024
  return { log: openSync(path, fresh ? 'w' : 'a', 0o600), from: fresh ? 0 : size }
}

/** Undefined when the program ended well, otherwise how it ended. */
async function ending(child: ChildProcess): Promise<string | undefined> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (code === 0) return undefined
    return code === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${code}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function permissionSentence(path: string, error: unknown): Error {
  const code = errorCode(error)
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') {
    return error instanceof Error ? error : new Error(String(error))
  }
  return new Error(
    `Purvey may not write its database to ${path} (${code}). Give the folder ${dirname(path)} to the user who runs Purvey, or choose another with PURVEY_DATA_DIR.`,
    { cause: error },
  )
}
