/** The stream of changes against the simulated Cin7: nothing is stepped over, and a poll at rest is one call. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../core/clock.ts'
import {
  demoKey,
  demoUsername,
  type OmniSimulator,
  startOmniSimulator,
} from '../../simulators/cin7-omni/server.ts'
import { value } from '../conformance.ts'
import type { DispatchCursor, Erp, RemoteSalesOrder } from '../port.ts'
import { makeCin7Omni } from './adapter.ts'
import { defaultOmniSettings, type OmniSettings } from './settings.ts'
import { testContext, type TestContext } from './test-context.ts'

const startMs = Date.UTC(2026, 10, 23, 10, 0, 0)
const minute = 60_000
const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

interface Stage {
  readonly simulator: OmniSimulator
  readonly erp: Erp
  readonly context: TestContext
  readonly clock: { nowMs: number }
}

let opened: OmniSimulator | undefined
afterEach(async () => opened?.close())

async function open(modified: readonly number[], settings: Partial<OmniSettings> = {}): Promise<Stage> {
  const clock = { nowMs: startMs }
  const orders = modified.map((ms, index) => ({
    id: index + 1,
    reference: `R-${index + 1}`,
    memberId: 1,
    createdDate: at(startMs - 86_400_000),
    modifiedDate: at(ms),
    lineItems: [{ code: 'OIL', qty: 1, unitPrice: 1 }],
  }))
  const simulator = await startOmniSimulator({
    limits: 'off',
    clock: () => clock.nowMs,
    accounts: [
      {
        apiUsername: demoUsername,
        connections: [{ name: 'Purvey', key: demoKey }],
        seed: { contacts: [{ id: 1, company: 'Café' }], orders },
      },
    ],
  })
  opened = simulator
  const ours: Clock = { now: () => new Date(clock.nowMs) }
  const erp = makeCin7Omni({ ...defaultOmniSettings, ...settings }, ours)
  return {
    simulator,
    erp,
    clock,
    context: testContext({ url: simulator.url, username: demoUsername, key: demoKey }),
  }
}

/** One poll: pages until there are no more. The cursor goes through JSON, as it does in a database. */
async function poll(
  stage: Stage,
  from: DispatchCursor,
): Promise<{ orders: RemoteSalesOrder[]; cursor: DispatchCursor; calls: number }> {
  const orders: RemoteSalesOrder[] = []
  let cursor = from
  stage.context.told.length = 0
  for (let page = 0; page < 2_000; page += 1) {
    const answer = value(await stage.erp.changedSalesOrders(stage.context, cursor))
    orders.push(...answer.orders)
    cursor = JSON.parse(JSON.stringify(answer.next)) as DispatchCursor
    if (!answer.more) return { orders, cursor, calls: stage.context.told.length }
  }
  throw new Error('The poll does not end')
}

/** The simulated Cin7 behind a gateway that answers lists with no more than `most` rows, whatever was asked for. */
async function cutShort(stage: Stage, most: number): Promise<{ stage: Stage; close: () => Promise<void> }> {
  const gateway = createServer((request, response) => {
    const url = `${stage.simulator.url}${(request.url ?? '').replace(/rows=\d+/, `rows=${most}`)}`
    void fetch(url, { headers: { authorization: request.headers.authorization ?? '' } }).then(
      async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' })
        response.end(await answer.text())
      },
    )
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  return {
    stage: { ...stage, context: testContext({ url, username: demoUsername, key: demoKey }) },
    close: () =>
      new Promise((resolve) => {
        gateway.close(() => resolve())
        gateway.closeAllConnections()
      }),
  }
}

const ids = (orders: readonly RemoteSalesOrder[]): number[] =>
  [...new Set(orders.map((order) => Number(order.key)))].sort((a, b) => a - b)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

describe('a sweep', () => {
  test('sees everything since the cursor, oldest first, and nothing of before the overlap', async () => {
    const stage = await open([startMs - 10 * minute, startMs - 2_000, startMs - 1_000, startMs])
    const { orders, calls } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    expect(orders.map((order) => order.key)).toEqual(['2', '3', '4'])
    expect(calls).toBe(1)
  })

  test('walks through thousands of changes of one second', async () => {
    const tied = Array.from({ length: 3_000 }, () => startMs)
    const stage = await open([startMs - 1_000, ...tied, startMs + 1_000])
    const { orders, calls } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    expect(ids(orders)).toEqual(upTo(3_002))
    expect(calls).toBeLessThanOrEqual(17)
  })

  test('needs about one call per page when changes are spread', async () => {
    const stage = await open(
      Array.from({ length: 2_000 }, (_, index) => startMs + Math.floor(index / 7) * 1_000),
    )
    const { orders, calls } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    expect(ids(orders)).toEqual(upTo(2_000))
    expect(calls).toBeLessThanOrEqual(10)
  })

  test.each([0, 249, 250, 251, 500])('ends rightly with %i changes', async (count) => {
    const stage = await open(Array.from({ length: count }, (_, index) => startMs + index * 1_000))
    const { orders } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    expect(ids(orders)).toEqual(upTo(count))
  })

  test('sees orders that change again while it goes on', async () => {
    const stage = await open(Array.from({ length: 600 }, (_, index) => startMs + index * 100))
    const first = value(
      await stage.erp.changedSalesOrders(stage.context, stage.erp.cursorAt(new Date(startMs))),
    )
    stage.clock.nowMs = startMs + 10 * minute
    stage.simulator.account().dispatch(3)
    stage.simulator.account().dispatch(600)
    const rest = await poll(stage, first.next)
    expect(ids([...first.orders, ...rest.orders])).toEqual(upTo(600))
    expect(rest.orders.filter((order) => order.dispatchedAt).map((order) => order.key)).toEqual(
      expect.arrayContaining(['3', '600']),
    )
  })

  test('takes smaller pages when an answer is too long', async () => {
    const stage = await open(
      Array.from({ length: 300 }, () => startMs),
      { maxAnswerBytes: 250_000 },
    )
    const { orders } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    expect(ids(orders)).toEqual(upTo(300))
  })
})

describe('behind a server that cuts pages short', () => {
  test.each([7, 100])('of %i rows, one sweep still sees all', async (most) => {
    const stage = await open([
      ...Array.from({ length: 300 }, () => startMs),
      ...Array.from({ length: 60 }, (_, index) => startMs + 1_000 + index * 250),
    ])
    stage.clock.nowMs = startMs + minute
    const cut = await cutShort(stage, most)
    const { orders } = await poll(cut.stage, stage.erp.cursorAt(new Date(startMs)))
    await cut.close()
    expect(ids(orders)).toEqual(upTo(360))
  })

  test('of very few rows, polls see all in the end, and each once the rest is over', async () => {
    const stage = await open(Array.from({ length: 9 }, () => startMs))
    const cut = await cutShort(stage, 2)
    let cursor = stage.erp.cursorAt(new Date(startMs))
    const seen: RemoteSalesOrder[] = []
    for (let round = 0; round < 40; round += 1) {
      const next = await poll(cut.stage, cursor)
      seen.push(...next.orders)
      cursor = next.cursor
      stage.clock.nowMs += minute
    }
    await cut.close()
    expect(ids(seen)).toEqual(upTo(9))
  })
})

describe('polls', () => {
  test('at rest are one call each and bring nothing once the overlap is over', async () => {
    const stage = await open(Array.from({ length: 1_000 }, () => startMs))
    let { cursor } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    stage.clock.nowMs += 3 * minute
    const calls: number[] = []
    for (let round = 0; round < 5; round += 1) {
      stage.clock.nowMs += minute
      const next = await poll(stage, cursor)
      cursor = next.cursor
      calls.push(next.calls)
      expect(next.orders).toEqual([])
    }
    expect(calls).toEqual([1, 1, 1, 1, 1])
  })

  test('see each dispatch, also one on the same second as the newest change', async () => {
    const stage = await open([startMs, startMs, startMs])
    let { cursor } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    stage.simulator.account().dispatch(2)
    const same = await poll(stage, cursor)
    expect(same.orders.find((order) => order.key === '2')?.dispatchedAt).toBeDefined()
    cursor = same.cursor
    for (const id of [1, 3]) {
      stage.clock.nowMs += 30 * minute
      stage.simulator.account().dispatch(id)
      const next = await poll(stage, cursor)
      expect(next.orders.find((order) => order.key === String(id))?.dispatchedAt).toBeDefined()
      expect(next.calls).toBe(1)
      cursor = next.cursor
    }
  })

  test('are not led astray by a change dated far in the future', async () => {
    const stage = await open([startMs, startMs + 365 * 24 * 60 * minute])
    let { cursor } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    stage.clock.nowMs += 30 * minute
    cursor = (await poll(stage, cursor)).cursor
    stage.clock.nowMs += minute
    stage.simulator.account().dispatch(1)
    const next = await poll(stage, cursor)
    expect(next.orders.find((order) => order.key === '1')?.dispatchedAt).toBeDefined()
  })

  test('are not led past others by a change dated some minutes ahead', async () => {
    const stage = await open([startMs, startMs + 10 * minute])
    let { cursor } = await poll(stage, stage.erp.cursorAt(new Date(startMs)))
    stage.clock.nowMs += 3 * minute
    stage.simulator.account().dispatch(1)
    const next = await poll(stage, cursor)
    cursor = next.cursor
    expect(next.orders.find((order) => order.key === '1')?.dispatchedAt).toBeDefined()
    stage.clock.nowMs += 9 * minute
    expect(ids((await poll(stage, cursor)).orders)).toContain(2)
  })

  test('keep their place when a call fails', async () => {
    const stage = await open([startMs])
    const cursor = stage.erp.cursorAt(new Date(startMs))
    stage.simulator.account().armFault({ kind: 'unauthorized', times: 1 })
    expect(await stage.erp.changedSalesOrders(stage.context, cursor)).toMatchObject({
      ok: false,
      kind: 'misconfigured',
    })
    expect((await poll(stage, cursor)).orders).toHaveLength(1)
  })
})
