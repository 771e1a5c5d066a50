/**
 * Imports 10,000 customers and 50,000 products from the simulated Cin7 and measures them, the searches and the lists on them
 * against an indexed lookup of the same database. Run: node bench/catalogue.ts
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { customersForOrders } from '../src/customers/find-customer.ts'
import { listCustomers } from '../src/customers/list-customers.ts'
import { listCategories, listProducts } from '../src/catalogue/list-products.ts'
import { isRefusal } from '../src/core/refusal.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/open.ts'
import { read } from '../src/db/transact.ts'
import { beginApplying } from '../src/imports/begin-applying.ts'
import { chooseRows } from '../src/imports/choose-rows.ts'
import { showImport } from '../src/imports/import-view.ts'
import { startImport } from '../src/imports/start-import.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../src/simulators/cin7-omni/server.ts'
import { makeSupplier } from '../src/sync/test-supplier.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'purvey-bench-'))
const database = await openDatabase({ dataDir })
const simulator = await startOmniSimulator({
  limits: 'off',
  accounts: [{ apiUsername: demoUsername, connections: [{ name: 'Purvey', key: demoKey }], seed: 'large' }],
})
try {
  await migrate(database)
  const omni = { url: simulator.url, username: demoUsername, key: demoKey }
  const supplier = await makeSupplier(database.db, omni)
  const { deps, actor, supplierId } = supplier
  for (const kind of ['customers', 'products'] as const) {
    for (const round of ['first', 'second']) {
      simulator.account().clearCalls()
      const started = ok(await startImport(deps, actor, { kind }))
      const { importId } = started
      const readMs = await timed(() => supplier.runImports())
      const calls = simulator.account().calls().length
      const { counts } = ok(await showImport(deps, actor, importId))
      const heap = process.memoryUsage().rss
      console.log(
        `${kind}, ${round}: read ${counts.new} new, ${counts.linked} linked in ${readMs} ms with ${calls} calls`,
      )
      if (round === 'second') continue
      ok(await chooseRows(deps, actor, { importId, choice: 'apply', tab: 'new' }))
      ok(await beginApplying(deps, actor, importId))
      const applyMs = await timed(() => supplier.runImports())
      const grown = Math.round((process.memoryUsage().rss - heap) / 1e6)
      console.log(`${kind}: applied ${counts.new} in ${applyMs} ms, memory ${grown} MB more`)
    }
  }
  const customers = ok(await listCustomers(deps, actor, { filter: 'all', limit: 200 }))
  const ids = customers.items.map((row) => row.customerId)
  const products = (query: object) => listProducts(deps, actor, { filter: 'active', limit: 50, ...query })
  const people = (query: object) => listCustomers(deps, actor, { filter: 'active', limit: 50, ...query })
  const middle = await somewhere(100)
  const word = ['honey', 'sauce', 'olive', 'coffee', 'dark', 'smoked']
  const slip = ['hony', 'suace', 'olvie', 'cofee', 'drak', 'smokde']
  const rows: [string, (n: number) => Promise<unknown>][] = [
    [
      'floor: one customer by id',
      (n) => read(deps.db, { supplierId }, (tx) => customersForOrders(tx, [ids[n % 200] ?? ''])),
    ],
    ['customers, first page', () => people({})],
    ['customers, a name and number', (n) => people({ search: `street ${(n * 37) % 10_000}` })],
    ['customers, an account', (n) => people({ search: `L00${1000 + ((n * 37) % 8000)}` })],
    ['customers, e-mail', (n) => people({ search: `buyer${(n * 37) % 10_000}@` })],
    ['products, first page', () => products({})],
    ['products, page after 5,000', () => products({ cursor: middle })],
    ['products, one word', (n) => products({ search: word[n % 6] })],
    ['products, one letter', (n) => products({ search: 'chsbw'[n % 5] })],
    ['products, two words', (n) => products({ search: `${word[n % 6]} case` })],
    ['products, one typing mistake', (n) => products({ search: slip[n % 6] })],
    [
      'products, a barcode',
      (n) => products({ search: `94${String(1 + ((n * 991) % 50_000)).padStart(11, '0')}` }),
    ],
    ['categories', () => listCategories(deps, actor)],
  ]
  for (const [name, run] of rows) await measure(name, run)

  async function somewhere(pages: number): Promise<string> {
    let cursor: string | undefined
    for (let page = 0; page < pages; page += 1) cursor = ok(await products({ cursor })).next ?? undefined
    return cursor ?? ''
  }
} finally {
  await simulator.close()
  await database.close()
  await rm(dataDir, { recursive: true, force: true })
}

function ok<T>(value: T) {
  if (isRefusal(value)) throw new Error(value.sentence)
  return value as Exclude<T, { refused: true }>
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round(performance.now() - start)
}

async function measure(name: string, run: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 10; n += 1) await run(n)
  const times: number[] = []
  for (let n = 0; n < 200; n += 1) {
    const start = performance.now()
    await run(n)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  console.log(`${name}: median ${times[100]?.toFixed(1)} ms, p95 ${times[190]?.toFixed(1)} ms`)
}
