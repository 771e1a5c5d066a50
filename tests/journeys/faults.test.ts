/**
 * Each way in which Cin7 can fail a create, with each answer that it may give to a reference that exists: one order, then
 * a full call and two more together. In the end there is exactly one sales order for each, right to the cent, or the order is
 * parked and says why.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../src/simulators/cin7-omni/faults.ts'
import { HASTY_MS, SMALL_BATCH } from '../support/hasty-erp.ts'
import { type House, type Household, type Order, openHouse } from '../support/supplier-house.ts'

/** Each has to share two cores with all others of its run. */
const SLOWEST_S = 100

type End = 'verified' | 'different' | 'parked'

interface Trouble {
  readonly name: string
  readonly faults: readonly Fault[]
  /** How one order ends, and how one of many does. */
  readonly ends: readonly [End, End]
}

const create = { method: 'POST', resource: 'SalesOrders', times: 1 } as const
const both = ['before', 'after'] as const

function trouble(
  fault: Pick<Fault, 'kind' | 'when' | 'value'>,
  one: End = 'verified',
  many: End = one,
): Trouble {
  return {
    name: `${fault.kind}${fault.when === undefined ? '' : ` ${fault.when} it is stored`}`,
    faults: [{ ...create, ...fault }],
    ends: [one, many],
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
  // One record spoils the request: alone it is parked, among many the others are found and made.
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
    ends: ['different', 'different'],
  },
]

/** What Cin7 may store instead of what was asked, though it says that all is well. */
const alterations: readonly Trouble[] = (
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
).map(([kind, value]) => trouble({ kind, ...(value === undefined ? {} : { value }) }, 'different'))

let house: House

beforeAll(async () => {
  house = await openHouse({ smallCalls: true, households: troubles.length, dispatchPollMs: 60_000 })
  // Most of a run is waiting, and a worker goes on with eight suppliers at once.
  for (let worker = 0; worker < 3; worker += 1) await house.workHere()
}, 120_000)
afterAll(() => house.close())

function endOf({ push }: Order): End | undefined {
  return push.state === 'parked' ? 'parked' : (push.verified ?? undefined)
}

async function goThrough(home: Household, { faults, ends }: Trouble, count: number): Promise<void> {
  const orders = await home.keyOrders(count)
  for (const fault of faults) home.cin7.armFault(fault)
  await home.approveAll(orders)
  const end = ends[count === 1 ? 0 : 1]
  await home.untilQuiet(SLOWEST_S)
  const after = await Promise.all(orders.map((order) => home.order(order)))
  const seen = after.map(endOf)
  // Only the first record of a batch is altered by some faults; the others are as ordered.
  expect(seen, 'one at least').toContain(end)
  for (const [index, order] of orders.entries()) {
    const made = home.inCin7(order)
    expect(made.length, `${order.number} in Cin7`).toBeLessThanOrEqual(1)
    const { push } = after[index]!
    if (seen[index] === 'parked') {
      expect(push.problem?.sentence).toContain(order.number)
      expect((await home.inbox()).some((entry) => entry.orderId === order.orderId)).toBe(true)
      continue
    }
    expect(made.map(({ id }) => String(id))).toEqual([push.remoteKey])
    const isRight = made[0]!.total.toFixed(2) === order.total && made[0]!.memberId === 501
    expect(
      push.verified === 'verified',
      `${order.number} verified: ${JSON.stringify(push.differences)}`,
    ).toBe(isRight && push.differences.length === 0)
    if (push.verified === 'different') expect(push.differences.length).toBeGreaterThan(0)
  }
  home.cin7.clearFaults()
}

/** All at once, each with a supplier of its own: most of the time is waiting. */
function runAll(
  name: string,
  mode: 'recordFailure' | 'badRequest' | 'accept',
  all: readonly Trouble[],
): void {
  describe(name, () => {
    const running = new Map<Trouble, Promise<unknown>>()
    beforeAll(() => {
      for (const [index, one] of all.entries()) {
        const home = house.households[index]!
        home.cin7.setSwitch('duplicateReference', mode)
        const run = goThrough(home, one, 1).then(() => goThrough(home, one, SMALL_BATCH + 2))
        running.set(
          one,
          run.catch((error: unknown) => error),
        )
      }
    })
    it.each(all)(
      '$name',
      async (one) => {
        const failed = await running.get(one)
        if (failed) throw failed
      },
      3 * SLOWEST_S * 1_000,
    )
  })
}

runAll('a reference that exists fails its record', 'recordFailure', troubles)
runAll('a reference that exists fails the request', 'badRequest', troubles)
runAll('a reference that exists is taken again', 'accept', troubles)
runAll('stored otherwise than asked', 'recordFailure', alterations)
