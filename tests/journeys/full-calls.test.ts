/** Many orders at once: how many calls they take, in which sequence, and that a read-back that fails is made up for. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { SMALL_BATCH } from '../support/hasty-erp.ts'
import { type House, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ smallCalls: true, dispatchPollMs: 60_000 })
  await house.workHere()
}, 60_000)
afterEach(() => house.cin7.clearFaults())
afterAll(() => house.close())

const calls = (): string[] =>
  house.cin7
    .calls()
    .filter(({ path, query }) => path.includes('/SalesOrders') && !query.includes('modifiedDate'))
    .map(({ method }) => method)

async function approve(count: number): Promise<void> {
  const orders = await house.keyOrders(count)
  // The first poll after a start reads what changed.
  await house.untilQuiet(30)
  house.cin7.clearCalls()
  await house.approveAll(orders)
  await house.untilQuiet(60)
  for (const order of orders) {
    expect(house.inCin7(order)).toHaveLength(1)
    expect((await house.order(order)).push.verified).toBe('verified')
  }
}

it('what fills calls takes two each: every one is read back once, no later than behind the next', async () => {
  await approve(3 * SMALL_BATCH)
  const made = calls()
  expect(made.toSorted()).toEqual(['GET', 'GET', 'GET', 'POST', 'POST', 'POST'])
  expect(made[0]).toBe('POST')
  expect(made.slice(0, 3).filter((method) => method === 'GET').length).toBeGreaterThan(0)
}, 120_000)

it('what does not fill a call is read back at the end', async () => {
  await approve(SMALL_BATCH + 5)
  expect(calls().toSorted()).toEqual(['GET', 'GET', 'POST', 'POST'])
}, 120_000)

it.each([
  { kind: 'error500', when: 'before', times: 5 },
  { kind: 'cutBody', times: 5 },
  { kind: 'lateList', value: 3_000, times: 1 },
] as const)(
  'a read-back that fails ($kind) is made up for',
  async (fault) => {
    const where = fault.kind === 'lateList' ? 'POST' : 'GET'
    house.cin7.armFault({ ...fault, method: where, resource: 'SalesOrders' })
    await approve(2 * SMALL_BATCH)
    expect(calls().filter((method) => method === 'POST')).toHaveLength(2)
  },
  120_000,
)
