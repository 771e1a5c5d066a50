/**
 * R3: the same order is sent twice at the same moment to two servers; an answer is cut off, by the client's end or by the
 * server's death, and the request sent again; approve is clicked twice. Each has one effect, and every answer is the same.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Agent, request } from 'undici'
import type { Row } from '../bench/numbers.ts'
import type { Started } from '../bench/process.ts'
import { pause } from '../src/core/clock.ts'
import { read } from '../src/db/transact.ts'
import type { Chance } from './chance.ts'
import { type House, type World, inWords, isClean, judge, openWorld } from './world.ts'

const TOGETHER = 8

/** One write with an idempotency key, and the answer of every time it was sent. */
interface Sending {
  readonly key: string
  readonly body: string
  readonly answers: string[]
}

type Send = (url: string, sending: Sending, signal?: AbortSignal) => Promise<void>

export async function sentTwice(
  chance: Chance,
  { server, count }: { server: string | undefined; count: number },
): Promise<Row[]> {
  const world = await openWorld(['SentTwice'], server)
  const agent = new Agent({ connections: 64 })
  try {
    const [house] = world.houses
    if (!house) throw new Error('There is no supplier.')
    const second = await world.startServer()
    const send = sender(agent, await signIn(agent, world.server.url, house), '/api/orders')
    const rows = [await atOnce({ world, house, chance, send }, [world.server, second], count)]
    rows.push(await cutOff({ world, house, chance, send }, second, Math.ceil(count / 10)))
    rows.push(await killedServer({ world, house, chance, send }, Math.max(2, Math.ceil(count / 100))))
    rows.push(await doubleClicks(agent, { world, house }, second, Math.ceil(count / 10)))
    return rows
  } finally {
    await agent.close()
    await world.close()
  }
}

interface Scene {
  readonly world: World
  readonly house: House
  readonly chance: Chance
  readonly send: Send
}

async function atOnce(
  scene: Scene,
  [first, second]: readonly [Started, Started],
  count: number,
): Promise<Row> {
  const before = await effects(scene)
  const all = sendings(scene, count)
  await inGroups(all, async (one) => {
    await Promise.all([scene.send(first.url, one), scene.send(second.url, one)])
  })
  return row(
    scene,
    `the same order sent twice at the same moment to two servers, ${count} times`,
    all,
    before,
  )
}

/** The client goes away at a random moment; then it asks again. */
async function cutOff(scene: Scene, server: Started, count: number): Promise<Row> {
  const before = await effects(scene)
  const all = sendings(scene, count)
  await inGroups(all, async (one) => {
    const away = new AbortController()
    const cut = scene.send(server.url, one, away.signal).catch(() => undefined)
    await pause(scene.chance.between(0, 25))
    away.abort()
    await cut
    await scene.send(server.url, one)
    await scene.send(scene.world.server.url, one)
  })
  return row(scene, `an answer that was cut off, and the order sent again, ${count} times`, all, before)
}

/** The server dies at a random moment with several requests under way; they are sent again to another. */
async function killedServer(scene: Scene, rounds: number): Promise<Row> {
  const before = await effects(scene)
  const all: Sending[] = []
  for (let round = 0; round < rounds; round += 1) {
    const doomed = await scene.world.startServer()
    const [first, ...some] = sendings(scene, TOGETHER + 1)
    if (!first) throw new Error('There is nothing to send.')
    all.push(first, ...some)
    // A server's first request is slow: killed then, it would die before any order exists.
    await scene.send(doomed.url, first)
    const sent = some.map((one) => scene.send(doomed.url, one).catch(() => undefined))
    await pause(scene.chance.between(0, 150))
    await doomed.kill()
    await Promise.all(sent)
    for (const one of some) await scene.send(scene.world.server.url, one)
  }
  return row(
    scene,
    `a server killed with ${TOGETHER} orders under way, and all sent again, ${rounds} times`,
    all,
    before,
  )
}

function sendings({ house, chance }: Scene, count: number): Sending[] {
  return Array.from({ length: count }, () => ({
    key: randomUUID(),
    body: JSON.stringify(house.bodyOf(chance.between(1, 100_000))),
    answers: [],
  }))
}

async function inGroups<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < things.length; from += TOGETHER)
    await Promise.all(things.slice(from, from + TOGETHER).map(work))
}

async function row(scene: Scene, what: string, all: readonly Sending[], before: Effects): Promise<Row> {
  const after = await effects(scene)
  const orders = after.orders - before.orders
  const events = after.events - before.events
  const differing = all.filter(({ answers }) => new Set(answers).size !== 1).length
  const kinds = [...new Set(all.flatMap(({ answers }) => answers.map((answer) => answer.slice(0, 3))))]
  return {
    figure: 'R3',
    what,
    goal: `${all.length} orders, each answered alike`,
    floor: '',
    ours: `${orders} orders, ${events} placed on timelines, ${differing} answered unlike, statuses ${kinds.join(', ')}`,
    ratio: '',
    reached: orders === all.length && events === all.length && differing === 0 && kinds.join() === '200',
  }
}

interface Effects {
  readonly orders: number
  readonly events: number
}

/** What the database holds, whatever was answered. */
async function effects({ world, house }: Pick<Scene, 'world' | 'house'>): Promise<Effects> {
  return read(world.database.open.db, house, async (tx) => {
    const { rows } = await sql<Effects>`
      select
        (select count(distinct number)::int from orders where supplier_id = ${house.supplierId}) as orders,
        (select count(*)::int from order_events where supplier_id = ${house.supplierId} and kind = 'placed') as events
    `.execute(tx)
    return rows[0] ?? { orders: 0, events: 0 }
  })
}

/** Sends, and sends again for as long as the server says that the first is still running. */
function sender(agent: Agent, cookie: string, path: string): Send {
  return async (url, sending, signal) => {
    for (;;) {
      const answer = await request(`${url}${path}`, {
        method: 'POST',
        dispatcher: agent,
        headers: { cookie, 'content-type': 'application/json', 'idempotency-key': sending.key },
        body: sending.body,
        ...(signal ? { signal } : {}),
      })
      const body = await answer.body.text()
      if (answer.statusCode === 409 && body.includes('still-running')) {
        await pause(Number(answer.headers['retry-after'] ?? 1) * 1000)
        continue
      }
      sending.answers.push(`${answer.statusCode} ${body}`)
      return
    }
  }
}

async function signIn(agent: Agent, url: string, { owner }: House): Promise<string> {
  const answer = await request(`${url}/api/session`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(owner),
  })
  await answer.body.dump()
  if (answer.statusCode !== 200) throw new Error(`Signing in was answered ${answer.statusCode}.`)
  return [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';')[0])
    .join('; ')
}

/** Two clicks on approve, each a request of its own, to two servers. */
async function doubleClicks(
  agent: Agent,
  { world, house }: Pick<Scene, 'world' | 'house'>,
  second: Started,
  count: number,
): Promise<Row> {
  const cookie = await signIn(agent, world.server.url, house)
  const orders = await house.keyOrders(count)
  const approved: boolean[] = []
  await inGroups(orders, async ({ orderId, revision }) => {
    const clicks = [world.server, second].map(async ({ url }) => {
      const click = { key: randomUUID(), body: JSON.stringify({ revision }), answers: [] as string[] }
      await sender(agent, cookie, `/api/orders/${orderId}/approve`)(url, click)
      return click.answers[0]?.startsWith('200') === true
    })
    approved.push(...(await Promise.all(clicks)))
  })
  const approvals = approved.filter(Boolean).length
  const worker = await world.startWorker()
  const verdict = await judge(world, [{ house, orders }], 300_000)
  await worker.stop()
  return {
    figure: 'R3',
    what: `approve clicked twice at the same moment at two servers, ${count} times`,
    goal: 'one approval, one sales order each',
    floor: '',
    ours: `${approvals} approvals; ${inWords(verdict)}`,
    ratio: '',
    reached: approvals === count && isClean(verdict),
  }
}
