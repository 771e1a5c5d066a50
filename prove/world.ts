/**
 * What the proofs happen to: a database, a simulated Cin7 Omni with its real limits, suppliers that are connected and have
 * imported everything, and the product's own programs, which a proof starts, kills and counts on.
 */
import { sql } from 'kysely'
import { type EmptyDatabase, emptyDatabase } from '../bench/database.ts'
import { PURVEY, type Started, startProgram } from '../bench/process.ts'
import {
  type Order,
  type OrderBody,
  connectAndImport,
  foundSupplier,
  orderBodies,
} from '../bench/supplier.ts'
import { until } from '../bench/until.ts'
import { approveOrders, createOrder, getOrder } from '../src/contract/orders.ts'
import type { SupplierId } from '../src/core/ids.ts'
import { read } from '../src/db/transact.ts'
import { type ApiClient, signedInClient } from '../src/demo/api-client.ts'
import type { AccountHandle } from '../src/simulators/cin7-omni/account-handle.ts'
import { demoKey, startOmniSimulator } from '../src/simulators/cin7-omni/server.ts'

export interface House {
  readonly name: string
  readonly supplierId: SupplierId
  readonly owner: { readonly email: string; readonly password: string }
  readonly api: ApiClient
  readonly cin7: AccountHandle
  /** The body of the nth order, a different one each time. */
  bodyOf(n: number): OrderBody
  keyOrders(count: number): Promise<Order[]>
  approve(orders: readonly Order[]): Promise<void>
}

export interface World {
  readonly database: EmptyDatabase
  /** The server that the houses' clients talk to; it does no work. */
  readonly server: Started
  readonly houses: readonly House[]
  startServer(): Promise<Started>
  startWorker(): Promise<Started>
  close(): Promise<void>
}

/** `server`: the address of a PostgreSQL server to use; undefined: the embedded one. */
export async function openWorld(names: readonly string[], server: string | undefined): Promise<World> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const one of closers.toReversed()) await one()
  }
  try {
    const database = await emptyDatabase(server)
    closers.push(() => database.close())
    const simulator = await startOmniSimulator({
      accounts: names.map((name) => ({
        apiUsername: name,
        seed: 'demo' as const,
        connections: [{ name: 'Purvey', key: demoKey }],
      })),
    })
    closers.push(() => simulator.close())
    const env = {
      ...database.env,
      PORT: '0',
      CIN7_OMNI_URL: simulator.url,
      PURVEY_IMAGE_HOSTS: new URL(simulator.url).host,
    }
    const start = async (args: string[]): Promise<Started> => {
      const started = await startProgram([...PURVEY, ...args], env)
      closers.push(() => started.stop())
      return started
    }
    const first = await start(['serve', '--no-work'])
    const worker = await start(['work'])
    const houses = await Promise.all(
      names.map((name) => openHouse(database, first.url, { name, cin7: simulator.account(name) })),
    )
    await worker.stop()
    return {
      database,
      server: first,
      houses,
      startServer: () => start(['serve', '--no-work']),
      startWorker: () => start(['work']),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openHouse(
  database: EmptyDatabase,
  url: string,
  { name, cin7 }: { name: string; cin7: AccountHandle },
): Promise<House> {
  const owner = { email: `${name.toLowerCase()}@prove.example`, password: 'measure-twice-cut-once' }
  const supplierId = await foundSupplier(database.open.db, name, owner)
  const api = await signedInClient(url, owner)
  await connectAndImport(api, { username: name, key: demoKey })
  const bodyOf = await orderBodies(api)
  let keyed = 0
  return {
    name,
    supplierId,
    owner,
    api,
    cin7,
    bodyOf,
    keyOrders: async (count) => {
      const orders: Order[] = []
      for (let n = 0; n < count; n += 1)
        orders.push(await api.call(createOrder, { body: bodyOf((keyed += 1)) }))
      return orders
    },
    approve: async (orders) => {
      const report = await api.call(approveOrders, {
        body: { orders: orders.map(({ orderId, revision }) => ({ orderId, revision })) },
      })
      if (report.approved !== orders.length)
        throw new Error(`Only ${report.approved} of ${orders.length} orders were approved.`)
    },
  }
}

export interface Verdict {
  readonly orders: number
  /** More than one sales order in Cin7. */
  readonly doubled: number
  readonly missing: number
  /** In Cin7, but not as ordered, or not known to be so. */
  readonly wrong: number
  /** Parked, though Cin7's trouble was not theirs. */
  readonly parked: number
  /** What the first of them says. */
  readonly said: string
}

/** Waits until nothing of these houses is on its way, then holds every order against what Cin7 has. */
export async function judge(
  world: World,
  all: readonly { readonly house: House; readonly orders: readonly Order[] }[],
  withinMs: number,
): Promise<Verdict> {
  for (const { house } of all)
    await until(() => isQuiet(world, house), {
      everyMs: 500,
      withinMs,
      what: `That everything of ${house.name} is in Cin7 or parked`,
    })
  const verdict = { orders: 0, doubled: 0, missing: 0, wrong: 0, parked: 0, said: '' }
  for (const { house, orders } of all) {
    const made = Map.groupBy(house.cin7.salesOrders(), (one) => one.reference)
    for (const { orderId, number, total } of orders) {
      const there = made.get(number) ?? []
      const { push } = await house.api.call(getOrder, { params: { orderId } })
      verdict.orders += 1
      if (push.state === 'parked') {
        verdict.parked += 1
        verdict.said ||= push.problem?.sentence ?? ''
      }
      if (there.length > 1) verdict.doubled += 1
      if (there.length === 0) verdict.missing += 1
      const isRight =
        push.verified === 'verified' &&
        there.every((one) => String(one.id) === push.remoteKey && one.total.toFixed(2) === total)
      if (!isRight) verdict.wrong += 1
    }
  }
  return verdict
}

export const isClean = ({ doubled, missing, wrong, parked }: Verdict): boolean =>
  doubled + missing + wrong + parked === 0

export function inWords({ orders, doubled, missing, wrong, parked, said }: Verdict): string {
  return `${orders} orders: ${doubled} double, ${missing} lost, ${wrong} wrong, ${parked} parked${said && `: ${said}`}`
}

/** One query for all: asking for each order would be the heaviest load of a proof. */
export async function isQuiet({ database }: World, { supplierId }: House): Promise<boolean> {
  return read(database.open.db, { supplierId }, async (tx) => {
    const { rows } = await sql<{ busy: boolean }>`
      select exists (
        select from pushes where supplier_id = ${supplierId} and (state in ('waiting', 'sending') or verify_at is not null)
      ) as busy`.execute(tx)
    return rows[0]?.busy === false
  })
}
