/** S13: a fresh clone of what is committed, with nothing installed and nothing cached, to a demo that can be signed in to. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { countOrders } from '../src/contract/orders.ts'
import { isAlive } from '../src/db/postmaster.ts'
import { signedInClient } from '../src/demo/api-client.ts'
import type { Row } from './numbers.ts'
import { until } from './until.ts'

const ROOT = join(import.meta.dirname, '..')
const GOAL_MS = 120_000
const PATIENCE_MS = 900_000

export async function cloneFigure(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'purvey-clone-'))
  try {
    const env = freshEnvironment(folder)
    if (!reachesRegistry(env)) {
      console.log('S13, fresh clone to demo, is left out: no npm registry answers here.\n')
      return []
    }
    return [await cloneToDemo(join(folder, 'purvey'), env)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** That of somebody who has never seen this repository: none of its programs on the path, an empty cache of packages. */
function freshEnvironment(folder: string): NodeJS.ProcessEnv {
  const ours = /^(npm_(package|lifecycle|config_local_prefix)|INIT_CWD$|PURVEY_|DATABASE_URL$)/
  const rest = Object.entries(process.env).filter(([name]) => !ours.test(name))
  return {
    ...Object.fromEntries(rest),
    PATH: (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((place) => !place.startsWith(ROOT))
      .join(delimiter),
    npm_config_cache: join(folder, 'cache'),
    PORT: '0',
  }
}

function reachesRegistry(env: NodeJS.ProcessEnv): boolean {
  return spawnSync('npm', ['view', 'zod', 'version'], { env, stdio: 'ignore', timeout: 30_000 }).status === 0
}

async function cloneToDemo(clone: string, env: NodeJS.ProcessEnv): Promise<Row> {
  const start = performance.now()
  const cloned = spawnSync('git', ['clone', '--quiet', ROOT, clone], { encoding: 'utf8' })
  if (cloned.status !== 0) throw new Error(`git could not clone ${ROOT}: ${cloned.stderr}`)
  const demo = await runDemo(clone, env)
  try {
    const api = await signedInClient(demo.url, demo)
    const page = await fetch(demo.url)
    const { all } = await api.call(countOrders, {})
    if (!page.ok || !all) throw new Error('The demo has no sign-in page or no orders.')
    const ms = performance.now() - start
    return {
      figure: 'S13',
      what: 'fresh clone → demo with its sample supplier, network included',
      goal: '<= 120 s',
      floor: '',
      ours: `${Math.round(ms / 1000)} s`,
      ratio: '',
      reached: ms <= GOAL_MS,
    }
  } finally {
    await demo.stop()
  }
}

interface Demo {
  readonly url: string
  readonly email: string
  readonly password: string
  stop(): Promise<void>
}

/** Resolves once it says where it is and how to sign in. */
async function runDemo(cwd: string, env: NodeJS.ProcessEnv): Promise<Demo> {
  // A process group of its own, which is stopped as Ctrl+C in a terminal stops it: all of them at once.
  const child = spawn('npm', ['run', 'demo'], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const group = -(child.pid ?? Number.NaN)
  const stop = async (): Promise<void> => {
    if (isAlive(group)) process.kill(group, 'SIGINT')
    await until(() => !isAlive(group), { what: 'That the demo ends' })
  }
  let said = ''
  const ready = new Promise<Omit<Demo, 'stop'>>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const found = /Purvey +(http:\S+)\s+a busy supplier +(\S+) +password: (\S+)/.exec(said)
      const [, url, email, password] = found ?? []
      if (url && email && password) resolve({ url, email, password })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const fail = (how: string): void => reject(new Error(`npm run demo ${how}: ${said.slice(-2000)}`))
    child.once('exit', () => fail('ended'))
    setTimeout(() => fail('was not ready in a quarter of an hour'), PATIENCE_MS).unref()
  })
  try {
    return { ...(await ready), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
