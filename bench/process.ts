/** Starts a program of this repository in a process of its own and waits until it says that it is ready. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** As the commands of package.json start the product. */
export const PURVEY = ['--min-semi-space-size=16', '--max-semi-space-size=16', 'dist/main.js']

/** A server says where it listens; a worker listens nowhere. */
const READY = /(http:\/\/127\.0\.0\.1:\d+)|worker is running/

export interface Started {
  /** Empty for a worker. */
  readonly url: string
  readonly pid: number
  /** Milliseconds of processor time used so far; undefined where the system does not tell. */
  cpuMs(): number | undefined
  stop(): Promise<void>
  /** SIGKILL, as by a power cut; resolves when it is gone. */
  kill(): Promise<void>
}

export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  const child = spawn(process.execPath, [...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // The log is written as always, and read away.
  let lastSaid = ''
  child.stderr.on('data', (chunk: Buffer) => (lastSaid = chunk.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = READY.exec(said)
      if (found) resolve(found[1] ?? '')
    })
    child.once('exit', (code) =>
      reject(new Error(`${args.join(' ')} ended with ${code}: ${said}${lastSaid}`)),
    )
  })
  const pid = child.pid ?? 0
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return {
    url,
    pid,
    cpuMs: () => cpuOf(pid),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

function cpuOf(pid: number): number | undefined {
  const stat = readProc(pid, 'stat')
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // utime and stime, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Memory of processes without counting what they share twice, in MB. */
export function memoryMb(pids: readonly number[]): number {
  const kb = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readProc(pid, 'smaps_rollup') ?? '')?.[1] ?? 0))
  return Math.round(kb.reduce((sum, one) => sum + one, 0) / 1024)
}

/** A process and all that it started, and what those started. */
export function familyOf(pid: number): number[] {
  const children = (readProc(pid, `task/${pid}/children`) ?? '').split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(familyOf)]
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined
  }
}
