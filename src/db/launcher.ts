/**
 * Decides as whom PostgreSQL's programs run, because PostgreSQL refuses to run as root. Root enters a user namespace in
 * which it has an ordinary number (files stay root's); where that is forbidden it becomes the system's nobody.
 */
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { chownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Launcher {
  readonly kind: 'plain' | 'namespace' | 'nobody'
  /** Starts a program; with `dieWithParent` it is interrupted (a fast shutdown) when this process ends in whatever way. */
  launch(program: string, args: readonly string[], options: LaunchOptions): ChildProcess
  /** Gives a folder and all in it to the user the programs run as. */
  own(folder: string): void
}

export interface LaunchOptions {
  readonly env: Readonly<Record<string, string>>
  readonly stdio: StdioOptions
  readonly dieWithParent: boolean
}

const NOBODY = 65_534
const NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000']
const DIE_WITH_PARENT = ['setpriv', '--pdeathsig', 'INT']

/** `kind` is only for proving the ways that this system would not choose. */
export function chooseLauncher(kind: Launcher['kind'] = bestKind()): Launcher {
  const identity = kind === 'nobody' ? { uid: NOBODY, gid: NOBODY } : {}
  const owner = kind === 'nobody' ? NOBODY : 0
  return {
    kind,
    launch: (program, args, options) => {
      const words = [
        ...(kind === 'namespace' ? NAMESPACE : []),
        ...(options.dieWithParent && works(DIE_WITH_PARENT) ? DIE_WITH_PARENT : []),
        program,
        ...args,
      ]
      return spawn(words[0] ?? program, words.slice(1), {
        ...identity,
        cwd: '/',
        env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TZ: 'UTC', ...options.env },
        stdio: options.stdio,
        // A session of its own: Ctrl-C in a terminal reaches Purvey alone, which then stops the server in order.
        detached: true,
      })
    },
    own: (folder) => {
      if (kind !== 'plain') giveTo(owner, folder)
    },
  }
}

function bestKind(): Launcher['kind'] {
  if (process.getuid?.() !== 0) return 'plain'
  return works(NAMESPACE) ? 'namespace' : 'nobody'
}

function works(prefix: readonly string[]): boolean {
  return spawnSync(prefix[0] ?? '', [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0
}

function giveTo(id: number, path: string): void {
  const info = lstatSync(path)
  if (info.uid !== id) chownSync(path, id, id)
  if (!info.isDirectory()) return
  for (const name of readdirSync(path)) {
    const inner = join(path, name)
    if (!lstatSync(inner).isSymbolicLink()) giveTo(id, inner)
  }
}
