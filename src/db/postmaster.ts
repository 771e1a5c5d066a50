/**
 * Reads who runs a PostgreSQL data directory, from its `postmaster.pid`. It never signals a process it did not recognise as
 * that directory's PostgreSQL: after a restart of a container, the number in the file may belong to any program.
 */
import { readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pause } from '../core/clock.ts'
import { errorCode } from './embedded-binaries.ts'

export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly socketDir: string
  /** As PostgreSQL writes it: `starting`, `ready`, `stopping`, `standby`. */
  readonly status: string
}

/** What `postmaster.pid` says, whoever that is; undefined when there is none or it is not complete yet. */
export function readPostmaster(clusterDir: string): Postmaster | undefined {
  let text: string
  try {
    text = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return {
    pid,
    port: Number(lines[3] ?? ''),
    socketDir: lines[4]?.trim() ?? '',
    status: lines[7]?.trim() ?? 'starting',
  }
}

/** The postmaster that really runs this data directory now. */
export function livePostmaster(clusterDir: string): Postmaster | undefined {
  const postmaster = readPostmaster(clusterDir)
  return postmaster && runsCluster(postmaster.pid, clusterDir) ? postmaster : undefined
}

/**
 * Clears what a killed server left behind: waits until its orphaned processes are gone, and removes a `postmaster.pid` whose
 * number now belongs to another program or to a zombie (PostgreSQL would take either for a running server).
 */
export async function clearStalePostmaster(clusterDir: string): Promise<void> {
  const stale = readPostmaster(clusterDir)
  if (!stale || runsCluster(stale.pid, clusterDir)) return
  const giveUpAt = Date.now() + 10_000
  while (orphansOf(clusterDir).length > 0) {
    if (Date.now() > giveUpAt) {
      throw new Error(
        `Processes of an earlier PostgreSQL server still use ${clusterDir} (process ids ${orphansOf(clusterDir).join(', ')}). Wait until they are gone or end them, then start again.`,
      )
    }
    await pause(50)
  }
  if (isAlive(stale.pid)) rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
}

/** Whether a process exists, be it a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

function runsCluster(pid: number, clusterDir: string): boolean {
  if (process.platform !== 'linux') return isAlive(pid)
  return processState(pid) !== 'Z' && workingDirectory(pid) === realpathSync(clusterDir)
}

/** Server processes work in their data directory, so that is how they are known. */
function orphansOf(clusterDir: string): number[] {
  if (process.platform !== 'linux') return []
  const folder = realpathSync(clusterDir)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingDirectory(pid) === folder && processState(pid) !== 'Z' && isPostgres(pid))
}

function isPostgres(pid: number): boolean {
  return readProc(pid, 'comm').trim() === 'postgres'
}

function processState(pid: number): string {
  const stat = readProc(pid, 'stat')
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
