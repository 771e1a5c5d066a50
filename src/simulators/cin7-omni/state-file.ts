// Keeps what changed since the seed in one file of JSON lines: the first line is written whole and renamed into place, each
// further one is added before the change is answered, so that a simulator that is killed forgets nothing that it has said.
// Seeded records that nobody touched are not in it.

import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
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
/** Added lines beyond this, and beyond what the first line holds, are written anew as one. */
const mostAddedBytes = 32 * 1024 * 1024

function collectionsOf(account: Account): [string, Collection<Row>][] {
  return savedCollections.map((name) => [name, account[name] as unknown as Collection<Row>])
}

function save(account: Account, what: 'changes' | 'takeUnsaved'): SavedAccount {
  const collections = collectionsOf(account)
    .map(([name, collection]) => [name, collection[what]()] as const)
    .filter(([, { rows, removed }]) => rows.length + removed.length > 0)
  return {
    apiUsername: account.apiUsername,
    collections: Object.fromEntries(collections),
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

/** The lines of the file, oldest first. One that a kill cut off has no line break yet and was not answered, so it is left out. */
async function readSaved(path: string): Promise<{ lines: SavedAccount[][]; whole: boolean }> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { lines: [], whole: false }
    throw error
  }
  const [first = '', ...added] = text.split('\n')
  const cutOff = added.pop() ?? 'no line break at all'
  try {
    const lines = [first, ...added].map((line) => (JSON.parse(line) as { accounts: SavedAccount[] }).accounts)
    return { lines, whole: cutOff === '' && added.length === 0 }
  } catch {
    throw new Error(`The state file ${path} cannot be read. Move it away to start from the seed.`)
  }
}

export async function openStateFile(path: string, accounts: Account[]): Promise<{ close(): void }> {
  for (const account of accounts) for (const [, collection] of collectionsOf(account)) collection.markSeeded()
  const { lines, whole } = await readSaved(path)
  for (const saved of lines.flat()) {
    const account = accounts.find((one) => one.apiUsername === saved.apiUsername)
    if (account) restore(account, saved)
  }
  let file: number | null = null
  let wholeBytes = 0
  let addedBytes = 0
  const open = (): number => (file ??= openSync(path, 'a'))
  const writeWhole = () => {
    const text = `${JSON.stringify({ accounts: accounts.map((account) => save(account, 'changes')) })}\n`
    for (const account of accounts) save(account, 'takeUnsaved')
    writeFileSync(`${path}.tmp`, text)
    if (file !== null) closeSync(file)
    file = null
    renameSync(`${path}.tmp`, path)
    wholeBytes = text.length
    addedBytes = 0
  }
  mkdirSync(dirname(path), { recursive: true })
  if (!whole) writeWhole()
  const touched = new Set<Account>()
  const addLine = () => {
    const text = `${JSON.stringify({ accounts: [...touched].map((account) => save(account, 'takeUnsaved')) })}\n`
    touched.clear()
    writeSync(open(), text)
    addedBytes += text.length
    if (addedBytes > Math.max(mostAddedBytes, wholeBytes)) writeWhole()
  }
  const soon = (account: Account) => {
    // One line for all that a request changes; a microtask still runs before the request is answered.
    if (touched.size === 0)
      queueMicrotask(() => {
        try {
          if (touched.size > 0) addLine()
        } catch (error) {
          process.stderr.write(`The state file ${path} cannot be written: ${String(error)}\n`)
        }
      })
    touched.add(account)
  }
  const stops = accounts.map((account) =>
    account.onChange((what) => {
      if (what !== 'calls') soon(account)
    }),
  )
  return {
    close: () => {
      for (const stop of stops) stop()
      touched.clear()
      writeWhole()
    },
  }
}
