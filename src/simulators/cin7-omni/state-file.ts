// Keeps what changed since the seed in one JSON file, written whole and renamed into place, so that a killed simulator never
// leaves half a file. Seeded records that nobody touched are not in it.

import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Account } from './account.ts'
import type { Collection } from './collection.ts'
import type { ArmedFault } from './faults.ts'
import type { Row } from './rows.ts'

type SavedAccount = {
  apiUsername: string
  collections: Record<string, { rows: Row[]; removed: number[] }>
  counters: Account['counters']
  switches: Record<string, unknown>
  faults: ArmedFault[]
  connections: {
    name: string
    revoked: boolean
    permissions: Account['connections'][number]['permissions']
  }[]
}

const savedCollections = [
  'contacts',
  'products',
  'options',
  'categories',
  'branches',
  'stock',
  'users',
  'orders',
  'payments',
] as const
const writeAfterMs = 200

function collectionsOf(account: Account): [string, Collection<Row>][] {
  return savedCollections.map((name) => [name, account[name] as unknown as Collection<Row>])
}

function save(account: Account): SavedAccount {
  return {
    apiUsername: account.apiUsername,
    collections: Object.fromEntries(
      collectionsOf(account).map(([name, collection]) => [name, collection.changes()]),
    ),
    counters: account.counters,
    switches: account.switches,
    faults: account.faults.list(),
    connections: account.connections.map(({ name, revoked, permissions }) => ({
      name,
      revoked,
      permissions,
    })),
  }
}

function restore(account: Account, saved: SavedAccount): void {
  for (const [name, collection] of collectionsOf(account)) {
    const changes = saved.collections[name]
    if (changes) collection.restore(changes)
  }
  for (const option of account.options.changes().rows) account.putOption(option)
  account.counters = { ...account.counters, ...saved.counters }
  for (const [name, value] of Object.entries(saved.switches)) account.setSwitch(name, value)
  account.faults.restore(saved.faults)
  for (const connection of account.connections) {
    const known = saved.connections.find((one) => one.name === connection.name)
    if (known) Object.assign(connection, { revoked: known.revoked, permissions: known.permissions })
  }
}

async function readSaved(path: string): Promise<SavedAccount[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  try {
    return (JSON.parse(text) as { accounts: SavedAccount[] }).accounts
  } catch {
    throw new Error(`The state file ${path} cannot be read. Move it away to start from the seed.`)
  }
}

export async function openStateFile(path: string, accounts: Account[]): Promise<{ close(): Promise<void> }> {
  for (const saved of await readSaved(path)) {
    const account = accounts.find((one) => one.apiUsername === saved.apiUsername)
    if (account) restore(account, saved)
  }
  let timer: NodeJS.Timeout | null = null
  let lastWriteMs = 0
  let writing: Promise<void> = Promise.resolve()
  const write = (): Promise<void> => {
    writing = writing.then(async () => {
      const startedMs = performance.now()
      await writeFile(`${path}.tmp`, JSON.stringify({ accounts: accounts.map(save) }))
      await rename(`${path}.tmp`, path)
      lastWriteMs = performance.now() - startedMs
    })
    return writing
  }
  const soon = () => {
    timer ??= setTimeout(
      () => {
        timer = null
        write().catch((error: unknown) =>
          process.stderr.write(`The state file ${path} cannot be written: ${String(error)}\n`),
        )
        // A large state is written less often, so that writing never takes more than a tenth of the time.
      },
      Math.max(writeAfterMs, lastWriteMs * 10),
    )
  }
  const stops = accounts.map((account) =>
    account.onChange((what) => {
      if (what !== 'calls') soon()
    }),
  )
  return {
    close: async () => {
      for (const stop of stops) stop()
      if (timer) clearTimeout(timer)
      await write()
    },
  }
}
