/**
 * R4: a worker is killed in the middle of pushes, at each boundary at the same time, each with a supplier of its own. Another
 * worker is running then. How long until it goes on, and whether in the end each order has exactly one sales order.
 */
import type { Row } from '../bench/numbers.ts'
import type { Started } from '../bench/process.ts'
import type { Order } from '../bench/supplier.ts'
import { until } from '../bench/until.ts'
import { pause } from '../src/core/clock.ts'
import type { Fault } from '../src/simulators/cin7-omni/faults.ts'
import type { Chance } from './chance.ts'
import { type House, type World, inWords, isClean, isQuiet, judge, openWorld } from './world.ts'

/** Where the worker is when it dies: Cin7 hangs there. At a random moment: nothing hangs, and many orders are on their way. */
const boundaries: readonly { readonly name: string; readonly fault?: Omit<Fault, 'times'> }[] = [
  { name: 'Sent', fault: { kind: 'hang', when: 'before', method: 'POST', resource: 'SalesOrders' } },
  { name: 'Stored', fault: { kind: 'hang', when: 'after', method: 'POST', resource: 'SalesOrders' } },
  { name: 'Answered', fault: { kind: 'hang', when: 'before', method: 'GET', resource: 'SalesOrders' } },
  { name: 'Random' },
]

const GOAL_MS = 30_000

export async function killedWorker(
  chance: Chance,
  { server, rounds }: { server: string | undefined; rounds: number },
): Promise<Row[]> {
  const world = await openWorld(
    boundaries.map(({ name }) => `Killed${name}`),
    server,
  )
  const gone: { boundary: string; ms: number }[] = []
  const all = world.houses.map((house) => ({ house, orders: [] as Order[] }))
  try {
    let victim = await world.startWorker()
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { house, orders }] of all.entries()) {
        const keyed = await house.keyOrders(chance.between(1, 8))
        orders.push(...keyed)
        house.cin7.clearCalls()
        const fault = boundaries[index]?.fault
        const [one] = keyed
        if (fault && one) house.cin7.armFault({ ...fault, times: 1, reference: one.number })
        await house.approve(keyed)
      }
      for (const { house } of all)
        await until(() => house.cin7.faults().length === 0, { what: `That Cin7 hangs for ${house.name}` })
      const survivor = await world.startWorker()
      await keepPushing(all, chance)
      gone.push(...(await kill(world, victim)))
      victim = survivor
      for (const { house } of all) house.cin7.clearFaults()
      await judge(world, all, 300_000)
    }
    const verdict = await judge(world, all, 300_000)
    const slowest = Math.max(...gone.map(({ ms }) => ms))
    const each = boundaries.map(({ name }) => {
      const times = gone.filter(({ boundary }) => boundary === `Killed${name}`).map(({ ms }) => ms)
      return `${name.toLowerCase()} ${times.length > 0 ? seconds(Math.max(...times)) : 'never struck'}`
    })
    return [
      {
        figure: 'R4',
        what: `a worker killed mid-push, ${rounds} rounds, ${boundaries.length} boundaries: the next one goes on, at the latest after (${each.join(', ')})`,
        goal: '<= 30 s',
        floor: '',
        ours: seconds(slowest),
        ratio: '',
        reached: slowest <= GOAL_MS,
      },
      {
        figure: 'R4',
        what: 'the same: exactly one right sales order each',
        goal: '0 double, 0 lost, 0 wrong',
        floor: '',
        ours: inWords(verdict),
        ratio: '',
        reached: isClean(verdict),
      },
    ]
  } finally {
    await world.close()
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** The last supplier gets more orders just before the kill, so that it strikes in the midst of something. */
async function keepPushing(all: readonly { house: House; orders: Order[] }[], chance: Chance): Promise<void> {
  const random = all.at(-1)
  if (!random) return
  const more = await random.house.keyOrders(chance.between(4, 12))
  random.orders.push(...more)
  await random.house.approve(more)
  await pause(chance.between(0, 800))
}

/**
 * Kills the worker, and tells how long it took until another asked Cin7 about the sales orders of each supplier of which
 * something was under way.
 */
async function kill(world: World, victim: Started): Promise<{ boundary: string; ms: number }[]> {
  await victim.kill()
  const killedAt = Date.now()
  const struck: House[] = []
  for (const house of world.houses) if (!(await isQuiet(world, house))) struck.push(house)
  const goesOnAt = ({ cin7 }: House) =>
    cin7
      .calls()
      .filter(({ path, query }) => /SalesOrders/i.test(path) && !/modifiedDate/i.test(query))
      .map(({ at }) => new Date(at).getTime())
      .find((at) => at > killedAt)
  await until(() => struck.every(goesOnAt), { what: 'That another worker goes on' })
  return struck.map((house) => ({ boundary: house.name, ms: (goesOnAt(house) ?? 0) - killedAt }))
}
