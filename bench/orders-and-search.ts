/** S1 and S3: placing an order, searching and filtering, against the floor, as the number of orders grows. */
import type { PoolConfig } from 'pg'
import { type BenchDatabase, benchDatabase, owner } from './database.ts'
import { type Send, plainClient, signedIn } from './client.ts'
import { countStatements } from './count-statements.ts'
import { loadUpTo } from './load.ts'
import { type Load, type Row, median, ms, p95Of, underLoad } from './numbers.ts'
import { PURVEY, type Started, startProgram } from './process.ts'

interface Under {
  readonly product: Started
  readonly ours: Send
  readonly floor: Send
  readonly customerIds: readonly string[]
  readonly productIds: readonly string[]
  readonly orders: number
  readonly quick: boolean
}

export async function ordersAndSearch(only: (figure: string) => boolean, quick: boolean): Promise<Row[]> {
  const base = await benchDatabase()
  const rows: Row[] = []
  try {
    const sizes = quick ? [1000, 10_000] : [1000, 10_000, 100_000]
    const grown = { place: [] as number[], search: [] as number[] }
    for (const orders of sizes) {
      const size = quick
        ? { customers: 1000, products: 5000, orders }
        : { customers: 10_000, products: 50_000, orders }
      await loadUpTo(base.open.ownerConnection, base.supplierId, size)
      await withServers(base, { orders, quick }, async (under) => {
        const largest = orders === sizes.at(-1)
        if (only('S1')) {
          const placed = await place(under)
          grown.place.push(placed.ratio)
          if (largest) rows.push(...placed.rows)
        }
        if (only('S3')) {
          const found = await search(under)
          grown.search.push(found.worst)
          if (largest) rows.push(...found.rows)
        }
      })
    }
    if (only('S1')) {
      rows.push(await statements(base))
      rows.push(growth('S1', `ratio to the floor at ${sizes.join(', ')} orders`, grown.place))
    }
    if (only('S3'))
      rows.push(growth('S3', `slowest search's ratio at ${sizes.join(', ')} orders`, grown.search))
    return rows
  } finally {
    await base.close()
  }
}

async function withServers(
  base: BenchDatabase,
  { orders, quick }: { orders: number; quick: boolean },
  work: (under: Under) => Promise<void>,
): Promise<void> {
  const product = await startProgram([...PURVEY, 'serve', '--no-work'], {
    ...base.env,
    PORT: '0',
  })
  const { host, port, user, database } = base.open.ownerConnection as PoolConfig
  const floor = await startProgram(['bench/floor/serve.ts'], {
    PURVEY_FLOOR: JSON.stringify({ connection: { host, port, user, database }, supplierId: base.supplierId }),
  })
  try {
    const ours = await signedIn(product.url, owner)
    const customers = (await ours('GET', '/api/customers?limit=200')) as { items: { customerId: string }[] }
    const products = (await ours('GET', '/api/products?limit=200')) as { items: { productId: string }[] }
    await work({
      product,
      ours,
      floor: plainClient(floor.url),
      customerIds: customers.items.map((one) => one.customerId),
      productIds: products.items.map((one) => one.productId),
      orders,
      quick,
    })
  } finally {
    await product.stop()
    await floor.stop()
  }
}

async function place(under: Under): Promise<{ ratio: number; rows: Row[] }> {
  const { ours, floor, product, quick } = under
  const body = (n: number) => orderOf(under, n)
  const clients = { clients: 8, ms: quick ? 1000 : 2000 }
  const run = {
    floor: (n: number) => floor('POST', '/orders', body(n)),
    ours: (n: number) => ours('POST', '/api/orders', body(n)),
  }
  for (let n = 0; n < 40; n += 1) await Promise.all([run.floor(n), run.ours(n)])
  const rounds: { least: Load; real: Load; cpuMs: number }[] = []
  for (let round = 0; round < 5; round += 1) {
    const least = await underLoad(run.floor, clients)
    const cpuBefore = product.cpuMs()
    const real = await underLoad(run.ours, clients)
    const cpuMs = cpuBefore === undefined ? Number.NaN : (product.cpuMs() ?? Number.NaN) - cpuBefore
    rounds.push({ least, real, cpuMs: cpuMs / ((real.perSecond * clients.ms) / 1000) })
  }
  const of = (get: (round: (typeof rounds)[number]) => number): number => median(rounds.map(get))
  const ratio = of((round) => round.real.perSecond / round.least.perSecond)
  const p99 = of((round) => round.real.p99Ms / round.least.p99Ms)
  const cpu = of((round) => round.cpuMs)
  return {
    ratio,
    rows: [
      {
        figure: 'S1',
        what: 'place an order of 5 lines, 8 clients',
        goal: '>= 0.5 of the floor',
        floor: `${Math.round(of((round) => round.least.perSecond))}/s`,
        ours: `${Math.round(of((round) => round.real.perSecond))}/s`,
        ratio: ratio.toFixed(2),
        reached: ratio >= 0.5,
      },
      {
        figure: 'S1',
        what: 'p99 of the same',
        goal: "<= 3x the floor's",
        floor: ms(of((round) => round.least.p99Ms)),
        ours: ms(of((round) => round.real.p99Ms)),
        ratio: p99.toFixed(1),
        reached: p99 <= 3,
      },
      {
        figure: 'S1',
        what: "server's processor time an order",
        goal: '<= 5 ms',
        floor: '',
        ours: ms(cpu),
        ratio: '',
        reached: cpu <= 5,
      },
    ],
  }
}

function orderOf(under: Pick<Under, 'customerIds' | 'productIds'>, n: number) {
  const at = (list: readonly string[], place: number): string => list[place % list.length] ?? ''
  return {
    customerId: at(under.customerIds, n * 7),
    lines: [0, 31, 62, 93, 124].map((step) => ({
      productId: at(under.productIds, n * 13 + step),
      quantity: '2',
    })),
  }
}

async function statements(base: BenchDatabase): Promise<Row> {
  const seen = await countStatements(base.env, async (url, counted) => {
    const ours = await signedIn(url, owner)
    const customers = (await ours('GET', '/api/customers?limit=200')) as { items: { customerId: string }[] }
    const products = (await ours('GET', '/api/products?limit=200')) as { items: { productId: string }[] }
    const under = {
      customerIds: customers.items.map((one) => one.customerId),
      productIds: products.items.map((one) => one.productId),
    }
    await ours('POST', '/api/orders', orderOf(under, 1))
    return counted(() => ours('POST', '/api/orders', orderOf(under, 2)))
  })
  if (process.argv.includes('--statements')) console.log(seen.map((text) => text.slice(0, 160)).join('\n'))
  const isWrite = (text: string): boolean => /^\s*(insert|update|delete)/i.test(text)
  let writing = false
  let commits = 0
  for (const text of seen) {
    if (/^(begin|start transaction)/i.test(text)) writing = false
    if (isWrite(text)) writing = true
    if (/^commit/i.test(text) && writing) commits += 1
  }
  return {
    figure: 'S1',
    what: 'statements, and commits that wrote, of one placed order',
    goal: '<= 20, 1',
    floor: '8, 1',
    ours: `${seen.length}, ${commits}`,
    ratio: '',
    reached: seen.length <= 20 && commits === 1,
  }
}

async function search(under: Under): Promise<{ worst: number; rows: Row[] }> {
  const { ours, floor, productIds, quick, orders } = under
  const lookup = (n: number) => floor('GET', `/product/${productIds[n % productIds.length] ?? ''}`)
  const word = ['honey', 'sauce', 'olive', 'coffee', 'dark', 'smoked']
  const slip = ['hony', 'suace', 'olvie', 'cofee', 'drak', 'smokde']
  const searches: [string, (n: number) => string][] = [
    ['products: a typing mistake', (n) => `/api/products?search=${slip[n % 6]}`],
    ['products: two words', (n) => `/api/products?search=${word[n % 6]}%20case`],
    ['customers: a name and a number', (n) => `/api/customers?search=harbour%20${1 + ((n * 37) % 900) * 10}`],
    ['desk: tab to review', () => '/api/orders?tab=to-review'],
    ['desk: tab shipped', () => '/api/orders?tab=shipped'],
    ['desk: order by number', (n) => `/api/orders?search=${1001 + ((n * 97) % orders)}`],
    ['desk: order by PO number', (n) => `/api/orders?search=PO-${700_003 + ((n * 97) % 300) * 3}`],
    ['desk: orders of one customer', (n) => `/api/orders?search=kauri%20${2 + ((n * 37) % 90) * 10}`],
    ['desk: orders of a tenth of the customers', () => '/api/orders?search=kauri'],
    ['desk: search everything, a number', (n) => `/api/search?q=${1001 + ((n * 97) % orders)}`],
    ['desk: search everything, a word', (n) => `/api/search?q=${word[n % 6]}`],
    ['desk: counts of the tabs', () => '/api/orders/counts'],
    ['desk: first page', () => '/api/today'],
  ]
  const count = quick ? 20 : 30
  const rows: Row[] = []
  let worst = 0
  for (const [what, path] of searches) {
    const work = (n: number) => ours('GET', path(n))
    await p95Of(work, 5)
    const rounds = []
    for (let round = 0; round < 5; round += 1) {
      rounds.push({ least: await p95Of(lookup, count), real: await p95Of(work, count) })
    }
    const ratio = median(rounds.map((round) => round.real / round.least))
    worst = Math.max(worst, ratio)
    rows.push({
      figure: 'S3',
      what,
      goal: "p95 <= 5x the floor's lookup",
      floor: ms(median(rounds.map((round) => round.least))),
      ours: ms(median(rounds.map((round) => round.real))),
      ratio: ratio.toFixed(1),
      reached: ratio <= 5,
    })
  }
  return { worst, rows }
}

function growth(figure: string, what: string, values: readonly number[]): Row {
  const factor = Math.max(...values) / Math.min(...values)
  return {
    figure,
    what: `growth: ${what}`,
    goal: 'differs < 1.5x',
    floor: '',
    ours: values.map((value) => value.toFixed(2)).join(', '),
    ratio: `${factor.toFixed(2)}x`,
    reached: factor < 1.5,
  }
}
