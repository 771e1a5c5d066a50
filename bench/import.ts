/**
 * S6: an import of 10,000 contacts and 50,000 product options from a simulated Cin7 with its limits on: calls, time, and the
 * memory of the product, which is in a process of its own.
 */
import { connect } from '../src/contract/connection.ts'
import { getImport } from '../src/contract/imports.ts'
import { pause } from '../src/core/clock.ts'
import { type ApiClient, signedInClient } from '../src/demo/api-client.ts'
import type { AccountHandle } from '../src/simulators/cin7-omni/account-handle.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../src/simulators/cin7-omni/server.ts'
import { benchDatabase, owner } from './database.ts'
import { forcedMs } from './limits.ts'
import { type Row, timed } from './numbers.ts'
import { PURVEY, memoryMb, startProgram } from './process.ts'
import { type ImportKind, applyAll, readAll } from './supplier.ts'

/** The second half of the work may take this much more than the first: what grew with the records would take twice as much. */
const FLAT = 1.1

export async function importFigures(quick: boolean): Promise<Row[]> {
  const base = await benchDatabase()
  const simulator = await startOmniSimulator({
    accounts: [
      {
        apiUsername: demoUsername,
        connections: [{ name: 'Purvey', key: demoKey }],
        seed: quick ? 'demo' : 'large',
      },
    ],
  })
  const product = await startProgram([...PURVEY, 'serve'], {
    ...base.env,
    PORT: '0',
    CIN7_OMNI_URL: simulator.url,
    PURVEY_DISPATCH_POLL_SECONDS: '300',
  })
  try {
    const api = await signedInClient(product.url, owner)
    await api.call(connect, { body: { username: demoUsername, key: demoKey } })
    const rows: Row[] = []
    for (const kind of ['customers', 'products'] as const)
      rows.push(...(await importOf(kind, { api, account: simulator.account(), pid: product.pid })))
    return rows
  } finally {
    await product.stop()
    await simulator.close()
    await base.close()
  }
}

interface Under {
  readonly api: ApiClient
  readonly account: AccountHandle
  readonly pid: number
}

async function importOf(kind: ImportKind, { api, account, pid }: Under): Promise<Row[]> {
  // The minute's budget is free again, and the product at rest.
  await pause(61_000)
  account.clearCalls()
  const restMb = memoryMb([pid])
  let importId = ''
  const reading = watchMemory(pid)
  const readMs = await timed(async () => (importId = await readAll(api, kind)))
  const whileReading = reading.halves()
  const { counts } = await api.call(getImport, { params: { importId } })
  const applying = watchMemory(pid)
  const applyMs = await timed(() => applyAll(api, importId))
  const memory = { reading: whileReading, applying: applying.halves() }
  const calls = account.calls().filter((call) => !/SalesOrders/i.test(call.path))
  // One page holds 250 records; products come with all their options.
  const pages = calls.filter((call) => /[?&]?page=/i.test(call.query)).length
  const leastMs = forcedMs(calls.map((call) => call.ms))
  // So few calls that the limits force next to nothing say nothing.
  const ratio = leastMs < 1000 ? undefined : readMs / leastMs
  const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  return [
    {
      figure: 'S6',
      what: `import of ${counts.new} ${kind}: calls`,
      goal: '<= pages + 5',
      floor: `${pages}`,
      ours: `${calls.length}`,
      ratio: (calls.length / pages).toFixed(2),
      reached: calls.length <= pages + 5,
    },
    {
      figure: 'S6',
      what: `${kind}: time to read all of them`,
      goal: '<= 1.1x what the limits force',
      floor: inSeconds(leastMs),
      ours: inSeconds(readMs),
      ratio: ratio?.toFixed(2) ?? '',
      reached: ratio === undefined ? undefined : ratio <= 1.1,
    },
    {
      figure: 'S6',
      what: `${kind}: applying all of them, no calls`,
      goal: '',
      floor: '',
      ours: inSeconds(applyMs),
      ratio: '',
    },
    ...(['reading', 'applying'] as const).map((work): Row => {
      const { firstMb, secondMb } = memory[work]
      return {
        figure: 'S6',
        what: `${kind}: most memory of the product while ${work}, second half beside first (before: ${restMb} MB)`,
        goal: `flat (<= ${FLAT}x)`,
        floor: `${firstMb} MB`,
        ours: `${secondMb} MB`,
        ratio: (secondMb / firstMb).toFixed(2),
        reached: secondMb <= FLAT * firstMb,
      }
    }),
  ]
}

interface Halves {
  readonly firstMb: number
  readonly secondMb: number
}

/** Looks at the memory of a process five times a second; tells the most that it took in each half of the time. */
function watchMemory(pid: number): { halves(): Halves } {
  const seenMb: number[] = [memoryMb([pid])]
  const timer = setInterval(() => seenMb.push(memoryMb([pid])), 200)
  return {
    halves: () => {
      clearInterval(timer)
      const half = Math.ceil(seenMb.length / 2)
      return { firstMb: Math.max(...seenMb.slice(0, half)), secondMb: Math.max(...seenMb.slice(-half)) }
    },
  }
}
