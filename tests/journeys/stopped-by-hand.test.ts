/** A person pauses or disconnects Cin7 while orders are being sent: from then on not one more is, and later all go on, once each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, disconnect, pauseConnection, resumeConnection } from '../../src/contract/connection.ts'
import { until } from '../support/browser.ts'
import { SMALL_BATCH } from '../support/hasty-erp.ts'
import { type House, type Order, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ smallCalls: true, households: 6, dispatchPollMs: 60_000 })
  await house.workHere()
}, 120_000)
afterAll(() => house.close())

const ways = [
  {
    by: 'a pause',
    code: 'paused',
    stop: ({ api }: House['households'][number]) => api.call(pauseConnection, {}),
    goOn: ({ api }: House['households'][number]) => api.call(resumeConnection, {}),
  },
  {
    by: 'a disconnection',
    code: 'not-connected',
    stop: ({ api }: House['households'][number]) => api.call(disconnect, {}),
    goOn: ({ api, credentials }: House['households'][number]) => api.call(connect, { body: credentials }),
  },
]

// Up to three are sent one by one. Of more, one request's worth is made; what makes them certain, the read-back, is left too.
const cases = ways.flatMap((way, index) => [
  { ...way, count: 3, created: 1, home: () => house.households[3 * index]! },
  { ...way, count: SMALL_BATCH, created: SMALL_BATCH, home: () => house.households[3 * index + 1]! },
  { ...way, count: 2 * SMALL_BATCH, created: SMALL_BATCH, home: () => house.households[3 * index + 2]! },
])

describe.concurrent('with the request for the first orders under way', () => {
  it.each(cases)('$by holds the rest of $count back', async ({ home, count, created, ...way }) => {
    const { cin7, ...at } = home()
    const posts = () => at.calls('POST', /SalesOrders/)
    const gets = () => at.calls('GET', /SalesOrders/)
    const orders = await at.keyOrders(count)
    cin7.clearCalls()
    // Long enough for a person's click to come first.
    cin7.armFault({
      kind: 'delay',
      when: 'after',
      value: 1_000,
      times: 1,
      method: 'POST',
      resource: 'SalesOrders',
    })
    await at.approveAll(orders)
    await until(() => at.inCin7(orders[0]!).length === 1)
    await way.stop(home())
    const now = () => Promise.all(orders.map((order) => at.order(order)))
    const inErp = (all: readonly Order[]) => all.filter(({ push }) => push.state === 'in-erp')
    await until(async () => {
      const all = await now()
      return inErp(all).length === created && all.every(({ push }) => push.state !== 'sending')
    })
    const held = (await now()).filter(({ push }) => push.state === 'waiting')
    expect(held).toHaveLength(count - created)
    for (const { push } of held) expect(push.problem?.code).toBe(way.code)
    expect([posts(), gets()]).toEqual([1, 0])
    expect((await at.inbox()).filter((entry) => entry.cause !== 'paused')).toEqual([])

    await way.goOn(home())
    await at.untilQuiet()
    for (const order of await now()) {
      expect(order.push).toMatchObject({ state: 'in-erp', verified: 'verified' })
      expect(at.inCin7(order)).toHaveLength(1)
    }
  })
})
