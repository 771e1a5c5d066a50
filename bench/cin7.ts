/** S4, S5, S7: what reaches Cin7 and what comes back, through the whole product and a simulated Cin7 with its limits on. */
import { connect } from '../src/contract/connection.ts'
import { listCustomers } from '../src/contract/customers.ts'
import { applyImport, chooseImportRows, getImport, startImport } from '../src/contract/imports.ts'
import { approveOrder, approveOrders, createOrder, getOrder } from '../src/contract/orders.ts'
import { listProducts } from '../src/contract/products.ts'
import { pause } from '../src/core/clock.ts'
import { readConfiguration } from '../src/configuration.ts'
import { type ApiClient, signedInClient } from '../src/demo/api-client.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../src/simulators/cin7-omni/server.ts'
import type { AccountHandle } from '../src/simulators/cin7-omni/account-handle.ts'
import { benchDatabase, owner } from './database.ts'
import { type Row, ms, percentile } from './numbers.ts'
import { startProgram } from './process.ts'

interface Under {
  readonly api: ApiClient
  readonly account: AccountHandle
  keyOrder(n: number): Promise<{ orderId: string; revision: number }>
}

const POLL_SECONDS = 5

export async function cin7Figures(only: (figure: string) => boolean, quick: boolean): Promise<Row[]> {
  const base = await benchDatabase()
  const simulator = await startOmniSimulator({
    accounts: [{ apiUsername: demoUsername, connections: [{ name: 'Purvey', key: demoKey }], seed: 'demo' }],
  })
  const start = (pollSeconds: number) =>
    startProgram(['src/main.ts', 'serve'], {
      PURVEY_DATA_DIR: base.dataDir,
      PORT: '0',
      CIN7_OMNI_URL: simulator.url,
      PURVEY_DISPATCH_POLL_SECONDS: String(pollSeconds),
    })
  const rows: Row[] = []
  let product = await start(300)
  try {
    let api = await signedInClient(product.url, owner)
    await api.call(connect, { body: { username: demoUsername, key: demoKey } })
    for (const kind of ['customers', 'products'] as const) await importAll(api, kind)
    const customers = (await api.call(listCustomers, { query: { limit: 60 } })).items.filter(
      (one) => !one.onHold,
    )
    const products = (await api.call(listProducts, { query: { limit: 200 } })).items.filter(
      (one) => one.orderable.allowed,
    )
    const under = (): Under => ({
      api,
      account: simulator.account(demoUsername),
      keyOrder: (n) =>
        api.call(createOrder, {
          body: {
            customerId: customers[n % customers.length]?.customerId ?? '',
            lines: [0, 3, 7].map((step) => ({
              productId: products[(n * 11 + step) % products.length]?.productId ?? '',
              quantity: '2',
            })),
          },
        }),
    })
    if (only('S4')) rows.push(await approveToErp(under(), quick ? 5 : 20))
    if (only('S5')) rows.push(...(await approveMany(under(), quick ? 100 : 1000)))
    if (only('S7')) {
      await product.stop()
      product = await start(POLL_SECONDS)
      api = await signedInClient(product.url, owner)
      rows.push(...(await dispatchToShipped(under(), quick ? 3 : 10)))
    }
    return rows
  } finally {
    await product.stop()
    await simulator.close()
    await base.close()
  }
}

async function importAll(api: ApiClient, kind: 'customers' | 'products'): Promise<void> {
  const params = { importId: (await api.call(startImport, { body: { kind } })).importId }
  await until(async () => (await api.call(getImport, { params })).state !== 'reading')
  await api.call(chooseImportRows, { params, body: { tab: 'new', choice: 'apply' } })
  await api.call(applyImport, { params })
  await until(async () => (await api.call(getImport, { params })).state === 'done')
}

const creates = (account: AccountHandle) =>
  account.calls().filter((call) => call.method === 'POST' && /SalesOrders/i.test(call.path))

/** From the click on approve to the arrival of the create at Cin7. */
async function approveToErp({ api, account, keyOrder }: Under, count: number): Promise<Row> {
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const order = await keyOrder(n)
    // The connection is idle and its budget free.
    await pause(3200)
    account.clearCalls()
    const start = Date.now()
    await api.call(approveOrder, { params: { orderId: order.orderId }, body: { revision: order.revision } })
    await until(async () => creates(account).length > 0, 5)
    const first = creates(account)[0]
    if (first) times.push(new Date(first.at).getTime() - start)
  }
  const p95 = percentile(times, 0.95)
  return {
    figure: 'S4',
    what: 'approve clicked → create arrives at Cin7, idle connection',
    goal: 'p95 <= 150 ms',
    floor: '',
    ours: `${ms(p95)} (median ${ms(percentile(times, 0.5))})`,
    ratio: '',
    reached: p95 <= 150,
  }
}

async function approveMany({ api, account, keyOrder }: Under, count: number): Promise<Row[]> {
  const orders: { orderId: string; revision: number }[] = []
  for (let n = 0; n < count; n += 8) {
    orders.push(
      ...(await Promise.all(Array.from({ length: Math.min(8, count - n) }, (_, more) => keyOrder(n + more)))),
    )
  }
  // The minute's budget is free again.
  await pause(61_000)
  account.clearCalls()
  const start = performance.now()
  const report = await api.call(approveOrders, {
    body: { orders: orders.map(({ orderId, revision }) => ({ orderId, revision })) },
  })
  const approvedMs = performance.now() - start
  if (report.approved !== count) throw new Error(`Only ${report.approved} of ${count} orders were approved.`)
  const last = orders.at(-1)?.orderId ?? ''
  const open = new Set(orders.map((order) => order.orderId))
  await until(async () => {
    for (const orderId of [last, ...open]) {
      const { push } = await api.call(getOrder, { params: { orderId } })
      if (push.verified === null) return false
      open.delete(orderId)
    }
    return true
  }, 100)
  const doneMs = performance.now() - start
  const calls = account.calls().filter((call) => /SalesOrders/i.test(call.path)).length
  const least = 2 * Math.ceil(count / 250)
  const forcedMs = Math.floor((least - 1) / 3) * 1000
  return [
    {
      figure: 'S5',
      what: `${count} orders approved at once, verified: calls`,
      goal: `<= ${least + 4}`,
      floor: `${least}`,
      ours: `${calls}`,
      ratio: (calls / least).toFixed(2),
      reached: calls <= least + 4,
    },
    {
      figure: 'S5',
      what: `the same: time (approving itself: ${(approvedMs / 1000).toFixed(1)} s)`,
      goal: '<= 1.25x what the limits force',
      floor: `${(forcedMs / 1000).toFixed(1)} s`,
      ours: `${(doneMs / 1000).toFixed(1)} s`,
      ratio: (doneMs / forcedMs).toFixed(1),
      reached: doneMs <= forcedMs * 1.25,
    },
  ]
}

async function dispatchToShipped({ api, account, keyOrder }: Under, count: number): Promise<Row[]> {
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const order = await keyOrder(n)
    const params = { orderId: order.orderId }
    await api.call(approveOrder, { params, body: { revision: order.revision } })
    let key: string | null = null
    await until(async () => {
      const { push } = await api.call(getOrder, { params })
      key = push.remoteKey
      return push.verified !== null
    })
    // At another point of the interval each time.
    await pause((n * 1700) % (POLL_SECONDS * 1000))
    const start = performance.now()
    account.dispatch(Number(key), { carrier: 'Bench Couriers' })
    await until(async () => (await api.call(getOrder, { params })).status === 'shipped')
    times.push(performance.now() - start)
  }
  const pollMs = readConfiguration({}).dispatchPollMs
  const ownMs = Math.max(0, percentile(times, 0.95) - POLL_SECONDS * 1000)
  const callsADay = Math.ceil(86_400_000 / pollMs)
  const p95 = pollMs + ownMs
  return [
    {
      figure: 'S7',
      what: `dispatch → shipped: interval of ${pollMs / 1000} s and what was measured beyond an interval of ${POLL_SECONDS} s`,
      goal: 'p95 <= 60 s',
      floor: '',
      ours: `${(p95 / 1000).toFixed(1)} s (worst case of the interval)`,
      ratio: '',
      reached: p95 <= 60_000,
    },
    {
      figure: 'S7',
      what: 'polls a day (computed from the interval)',
      goal: '<= 1,500',
      floor: '',
      ours: `${callsADay}`,
      ratio: '',
      reached: callsADay <= 1500,
    },
  ]
}

async function until(isSo: () => Promise<boolean>, everyMs = 50): Promise<void> {
  const giveUpAt = Date.now() + 180_000
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('What was waited for did not come about within three minutes.')
    await pause(everyMs)
  }
}
