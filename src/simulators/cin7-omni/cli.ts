// The command `purvey simulate`: runs the simulator in the foreground and says how to reach it.

import { parseArgs } from 'node:util'
import { demoKey, demoUsername, startOmniSimulator } from './server.ts'
import type { SimulatorOptions } from './server.ts'

const usage = `Usage: purvey simulate [options]

Runs a simulated Cin7 Omni with a page where you play the warehouse.

  --port NUMBER   port to listen on (default 4010)
  --host ADDRESS  address to listen on (default 127.0.0.1)
  --seed NAME     demo, large or empty (default demo)
  --state FILE    keep what changes in FILE and read it at the next start
  --no-limits     do not enforce 3 calls per second, 60 per minute, 5,000 per day
  --help          show this
`

const seeds = ['demo', 'large', 'empty'] as const

type Wanted =
  | { port: number; host: string; seed: (typeof seeds)[number]; state?: string; limited: boolean }
  | 'help'

/** Reads the arguments. Throws a plain sentence when one makes no sense. */
export function readSimulateArgs(args: string[]): Wanted {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4010' },
      host: { type: 'string', default: '127.0.0.1' },
      seed: { type: 'string', default: 'demo' },
      state: { type: 'string' },
      'no-limits': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  })
  if (values.help) return 'help'
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`--port must be from 0 to 65535, not ${values.port}.`)
  const seed = seeds.find((one) => one === values.seed)
  if (!seed) throw new RangeError(`--seed must be ${seeds.join(', ')}, not ${values.seed}.`)
  const wanted = { port, host: values.host, seed, limited: !values['no-limits'] }
  return values.state === undefined ? wanted : { ...wanted, state: values.state }
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function stopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}

/** Resolves when the simulator was stopped by SIGINT or SIGTERM. */
export async function simulateCommand(args: string[]): Promise<void> {
  const wanted = readSimulateArgs(args)
  if (wanted === 'help') {
    process.stdout.write(usage)
    return
  }
  const options: SimulatorOptions = {
    host: wanted.host,
    port: wanted.port,
    accounts: [{ apiUsername: demoUsername, seed: wanted.seed }],
    log: say,
    ...(wanted.limited ? {} : { limits: 'off' as const }),
    ...(wanted.state === undefined ? {} : { stateFile: wanted.state }),
  }
  const simulator = await startOmniSimulator(options)
  say('Simulated Cin7 Omni is running. It is not Cin7 and reaches nothing outside this machine.')
  say(`  API base address  ${simulator.url}`)
  say(`  API username      ${demoUsername}`)
  say(`  API key           ${demoKey}`)
  say(`  Warehouse page    ${simulator.pageUrl}`)
  say('Stop with Ctrl+C.')
  await stopped()
  await simulator.close()
}
