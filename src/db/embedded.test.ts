/** The embedded server through its life: made, joined, killed, restarted, and refused where it cannot run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client, type ClientConfig } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { findEmbeddedBinaries } from './embedded-binaries.ts'
import { chooseLauncher } from './launcher.ts'

const CHILD = join(import.meta.dirname, '../../tests/support/database-child.ts')
const isRoot = process.getuid?.() === 0
const folders: string[] = []
const running: { stop(): Promise<void> }[] = []

afterAll(async () => {
  for (const server of running) await server.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'purvey-embedded-'))
  folders.push(folder)
  return folder
}

async function start(dataDir: string, more: object = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...more })
  running.push(server)
  return server
}

async function ask(connection: ClientConfig, statement: string): Promise<unknown> {
  const client = new Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query<{ value: unknown }>(statement)
    return rows[0]?.value
  } finally {
    await client.end()
  }
}

/** Starts the child; `next` is the next line it says, empty once it has ended. */
function startChild(
  dataDir: string,
  task: string,
  identity: object = {},
): { child: ChildProcess; next: () => Promise<string> } {
  const child = spawn(process.execPath, [CHILD, dataDir, task], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    ...identity,
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    next: async () => {
      const line = await lines.next()
      return line.done ? '' : line.value
    },
  }
}

describe('a data directory', () => {
  const dataDir = join(newFolder(), 'deep', 'data')

  it('is made by the first start and kept by the next', async () => {
    const first = await start(dataDir)
    expect(first.ownsServer).toBe(true)
    await ask(first.connection, `create table kept as select 'here' as value`)
    await first.stop()
    const second = await start(dataDir)
    expect(await ask(second.connection, 'select value from kept')).toBe('here')
    await second.stop()
    expect(readdirSync(dataDir).toSorted()).toEqual(['postgres', 'postgres.log'])
  })

  it('is served durably, in UTF-8, through a private Unix socket alone', async () => {
    const server = await start(dataDir)
    const setting = (name: string): Promise<unknown> =>
      ask(server.connection, `select current_setting('${name}') as value`)
    expect(await setting('fsync')).toBe('on')
    expect(await setting('synchronous_commit')).toBe('on')
    expect(await setting('full_page_writes')).toBe('on')
    expect(await setting('data_checksums')).toBe('on')
    expect(await setting('listen_addresses')).toBe('')
    expect(await setting('server_encoding')).toBe('UTF8')
    expect(await ask(server.connection, `select 'É' ilike 'é' as value`)).toBe(true)
    expect(statSync(server.connection.host).mode & 0o777).toBe(0o700)
    expect(Buffer.byteLength(join(server.connection.host, '.s.PGSQL.5432'))).toBeLessThan(108)
    await server.stop()
    expect(existsSync(server.connection.host)).toBe(false)
  })

  it('is made once when several start on it at the same moment', async () => {
    const folder = newFolder()
    const servers = await Promise.all([start(folder), start(folder), start(folder)])
    expect(servers.filter((server) => server.ownsServer)).toHaveLength(1)
    expect(new Set(servers.map((server) => server.pid)).size).toBe(1)
    for (const server of servers) expect(await ask(server.connection, 'select 1 as value')).toBe(1)
    for (const server of servers.toSorted((a, b) => Number(a.ownsServer) - Number(b.ownsServer)))
      await server.stop()
    expect(readdirSync(folder).toSorted()).toEqual(['postgres', 'postgres.log'])
  })
})

describe('a second process', () => {
  it('joins the running server and leaves it running', async () => {
    const dataDir = newFolder()
    const server = await start(dataDir)
    const joined = startChild(dataDir, 'wait')
    expect(await joined.next()).toBe(`open attached ${server.pid}`)
    joined.child.stdin?.end()
    await once(joined.child, 'exit')
    expect(await ask(server.connection, 'select 1 as value')).toBe(1)
    await server.stop()
  })
})

describe('after a kill', () => {
  it('of the product, every acknowledged row is there and the server did not outlive it', async () => {
    const dataDir = newFolder()
    const { child, next } = startChild(dataDir, 'write')
    const pid = Number(/^open embedded (\d+)$/.exec(await next())?.[1])
    let acknowledged = 0
    while (acknowledged < 200) acknowledged = Number(await next())
    child.kill('SIGKILL')
    for (let line = await next(); line !== ''; line = await next()) acknowledged = Number(line)
    const server = await start(dataDir)
    expect(server.ownsServer).toBe(true)
    expect(server.pid).not.toBe(pid)
    expect(await ask(server.connection, 'select max(number) as value from written')).toBeGreaterThanOrEqual(
      acknowledged,
    )
    expect(await ask(server.connection, 'select count(*) = max(number) as value from written')).toBe(true)
    await server.stop()
  })

  it('of the server itself, the next start recovers', async () => {
    const dataDir = newFolder()
    const first = await start(dataDir)
    await ask(first.connection, `create table kept as select 'here' as value`)
    process.kill(first.pid, 'SIGKILL')
    const second = await start(dataDir)
    expect(second.ownsServer).toBe(true)
    expect(await ask(second.connection, 'select value from kept')).toBe('here')
    await second.stop()
    await first.stop()
  })

  it.runIf(process.platform === 'linux')(
    'a zombie and a stranger with the old number count as dead',
    async () => {
      const dataDir = newFolder()
      await (await start(dataDir)).stop()
      const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 300'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const zombie = String((await once(parent.stdout, 'data'))[0]).trim()
      const isZombie = (): boolean => / Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8'))
      await expect.poll(isZombie, { timeout: 20_000 }).toBe(true)
      for (const pid of [zombie, String(process.pid)]) {
        writeFileSync(
          join(dataDir, 'postgres/postmaster.pid'),
          `${pid}\n${dataDir}/postgres\n1\n5432\n/nowhere\n\n 1 1\nready   \n`,
        )
        const server = await start(dataDir)
        expect(server.ownsServer).toBe(true)
        await server.stop()
      }
      parent.kill()
    },
  )

  it('in the middle of being made, it is made again', async () => {
    const dataDir = newFolder()
    const leftover = join(dataDir, `postgres.new-${process.pid}-00000000`)
    mkdirSync(leftover)
    const server = await start(dataDir)
    expect(existsSync(leftover)).toBe(false)
    await server.stop()
  })
})

describe('root', () => {
  it.runIf(isRoot)('becomes nobody where user namespaces are forbidden, and can come back', async () => {
    const dataDir = newFolder()
    chmodSync(dataDir, 0o755)
    for (const kind of ['nobody', 'namespace', 'nobody'] as const) {
      const server = await start(dataDir, { launcher: chooseLauncher(kind) })
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(kind === 'nobody' ? 65_534 : 0)
      expect(await ask(server.connection, 'select 1 as value')).toBe(1)
      await server.stop()
    }
  })
})

describe('where it cannot run, a sentence says so:', () => {
  it('a data directory of another major version', async () => {
    const dataDir = newFolder()
    mkdirSync(join(dataDir, 'postgres'))
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n')
    await expect(start(dataDir)).rejects.toThrow(
      /made by PostgreSQL 17, but this Purvey brings PostgreSQL 18/,
    )
  })

  it('a system without its programs', () => {
    expect(() => findEmbeddedBinaries('/nowhere', 'win32-x64')).toThrow(
      /does not run on this system \(win32-x64\).*DATABASE_URL/,
    )
    expect(() => findEmbeddedBinaries('/nowhere', 'linux-x64', () => false)).toThrow(
      /needs a Linux with glibc/,
    )
    const other = process.platform === 'darwin' ? 'linux-x64' : 'darwin-x64'
    expect(() => findEmbeddedBinaries('/nowhere', other, () => true)).toThrow(/not installed.*npm install/)
  })

  it('a folder that may not be written', async () => {
    const folder = newFolder()
    chmodSync(folder, 0o555)
    const { next } = startChild(join(folder, 'data'), 'wait', isRoot ? { uid: 65_534, gid: 65_534 } : {})
    expect(await next()).toMatch(
      /^failed Purvey may not write its database to .*data \(EACCES\)\. Give the folder/,
    )
    chmodSync(folder, 0o755)
  })

  it('a server that ends at once, in its own words', async () => {
    await expect(start(newFolder(), { settings: { shared_buffers: 'many' } })).rejects.toThrow(
      /did not start.*exit code 1.*shared_buffers/s,
    )
  })
})
