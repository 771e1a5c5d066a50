/**
 * Each way in which Cin7 can fail a create, with each answer that it may give to a reference that exists: one order, then
 * twenty together. In the end there is exactly one sales order for each, right to the cent, or the order is parked and says why.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../src/simulators/cin7-omni/faults.ts'
import { HASTY_MS } from '../support/hasty-erp.ts'
import { type House, type Household, type Order, openHouse } from '../support/supplier-house.ts'

type End = 'verified' | 'different' | 'parked'

interface Trouble {
  readonly name: string
  readonly faults: readonly Fault[]
  /** How one order ends, and how twenty do. */
  readonly ends: readonly [End, End]
}

const create = { method: 'POST', resource: 'SalesOrders', times: 1 } as const
const both = ['before', 'after'] as const

function trouble(
  fault: Pick<Fault, 'kind' | 'when' | 'value'>,
  one: End = 'verified',
  twenty: End = one,
): Trouble {
  return {
    name: `${fault.kind}${fault.when === undefined ? '' : ` ${fault.when} it is stored`}`,
    faults: [{ ...create, ...fault }],
    ends: [one, twenty],
  }
}

const troubles: readonly Trouble[] = [
  ...both.flatMap((when) => [
    trouble({ kind: 'delay', when, value: HASTY_MS + 500 }),
    trouble({ kind: 'reset', when }),
    trouble({ kind: 'hang', when }),
    trouble({ kind: 'error500', when }),
    trouble({ kind: 'html502', when }),
    trouble({ kind: 'html503', when }),
    trouble({ kind: 'error503', when }),
  ]),
  ...(['emptyBody', 'cutBody', 'halfJson', 'htmlOk', 'missingResult', 'tooMany'] as const).map((kind) =>
    trouble({ kind }),
  ),
  // One record spoils the request: alone it is parked, among twenty the others are found and made.
  trouble({ kind: 'badRequest', value: 'Something is wrong.' }, 'parked', 'verified'),
  trouble({ kind: 'recordFailure', value: 'Something is wrong.' }, 'parked', 'parked'),
  {
    name: 'no answer, and late in the lists',
    faults: [
      { ...create, kind: 'lateList', value: 1_000 },
      { ...create, kind: 'reset', when: 'after' },
    ],
    ends: ['verified', 'verified'],
  },
  ...(
    [
      ['alterPrice', 0.05],
      ['alterQty', 1],
      ['unlinkLine', undefined],
      ['dropLine', undefined],
      ['alterTax', 10],
      ['alterTaxStatus', 'Exempt'],
      ['alterFreight', 1],
      ['alterMember', 502],
    ] as const
  ).map(([kind, value]) => trouble({ kind, ...(value === undefined ? {} : { value }) }, 'different')),
  {
    name: 'no answer, and stored with another price',
    faults: [
      { ...create, kind: 'alterPrice', value: 0.05 },
      { ...create, kind: 'reset', when: 'after' },
    ],
    ends: ['different', 'different'],
  },
  {
    name: 'no answer, and stored for another customer',
    faults: [
      { ...create, kind: 'alterMember', value: 502 },
      { ...create, kind: 'reset', when: 'after' },
    ],
    ends: ['parked', 'parked'],
  },
]

let house: House

beforeAll(async () => {
  house = await openHouse({ households: troubles.length, dispatchPollMs: 60_000 })
  await house.workHere()
}, 120_000)
afterAll(() => house.close())

async function settled(home: Household, order: Order): Promise<End> {
  const { push } = await home.untilOrder(
    order,
    ({ push }) => push.state === 'parked' || (push.state === 'in-erp' && push.verified !== null),
  )
  return push.state === 'parked' ? 'parked' : push.verified!
}

async function goThrough(home: Household, { faults, ends }: Trouble, count: number): Promise<void> {
  const orders = await home.keyOrders(count)
  for (const fault of faults) home.cin7.armFault(fault)
  await home.approveAll(orders)
  const end = ends[count === 1 ? 0 : 1]
  const seen = await Promise.all(orders.map((order) => settled(home, order)))
  // Only the first record of a batch is altered by some faults; the others are as ordered.
  expect(seen, 'one at least').toContain(end)
  for (const [index, order] of orders.entries()) {
    const made = home.inCin7(order)
    expect(made.length, `${order.number} in Cin7`).toBeLessThanOrEqual(1)
    const { push } = await home.order(order)
    if (seen[index] === 'parked') {
      expect(push.problem?.sentence).toContain(order.number)
      expect((await home.inbox()).some((entry) => entry.orderId === order.orderId)).toBe(true)
      continue
    }
    expect(made.map(({ id }) => String(id))).toEqual([push.remoteKey])
    const isRight = Number(made[0]!.total).toFixed(2) === order.total && made[0]!.memberId === 501
    expect(
      push.verified === 'verified',
      `${order.number} verified: ${JSON.stringify(push.differences)}`,
    ).toBe(isRight && push.differences.length === 0)
    if (push.verified === 'different') expect(push.differences.length).toBeGreaterThan(0)
  }
  home.cin7.clearFaults()
}

describe.each(['recordFailure', 'badRequest', 'accept'] as const)('a reference that exists: %s', (mode) => {
  it.concurrent.each(troubles.map((one, index) => ({ ...one, index })))('$name', async (one) => {
    const home = house.households[one.index]!
    home.cin7.setSwitch('duplicateReference', mode)
    await goThrough(home, one, 1)
    await goThrough(home, one, 20)
  })
})
