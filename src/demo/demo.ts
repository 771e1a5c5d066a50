/**
 * `purvey demo`: the whole main job on one machine. The product on its embedded database, a simulated Cin7 Omni beside it, a
 * sample supplier that is connected and busy, and a second one that is brand-new, for walking the set-up.
 */
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfiguration } from '../configuration.ts'
import { openLog } from '../core/log.ts'
import { isRefusal } from '../core/refusal.ts'
import { createSupplierWithOwner } from '../identity/create-supplier.ts'
import { type Product, startProduct } from '../product.ts'
import {
  type OmniSimulator,
  demoKey,
  demoUsername,
  startOmniSimulator,
} from '../simulators/cin7-omni/server.ts'
import { untilStopped } from '../until-stopped.ts'
import { signedInClient } from './api-client.ts'
import { seedSupplier } from './seed-supplier.ts'

export const password = 'try-purvey-today'
export const busy = { supplierName: 'Harbour & Hill', email: 'owner@harbourhill.example' }
export const fresh = { supplierName: 'Kauri Lane Provisions', email: 'owner@kaurilane.example' }
export const freshAccount = { username: 'KauriLaneNZ', key: 'demo-73aa50d1c94e48f6b2c7' }

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Runs until it is stopped. `--fresh` begins from the start, without what was done before. */
export async function demoCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { fresh: { type: 'boolean', default: false } } })
  const dataDir = process.env['PURVEY_DATA_DIR'] ?? join('.purvey', 'demo')
  if (values.fresh) await rm(dataDir, { recursive: true, force: true })
  const stopped = new AbortController()
  const stopping = untilStopped().then(() => stopped.abort())

  const simulator = await startOmniSimulator({
    port: await freePort(4010),
    accounts: [
      { apiUsername: demoUsername, seed: 'demo', connections: [{ name: 'Purvey', key: demoKey }] },
      {
        apiUsername: freshAccount.username,
        seed: 'demo',
        connections: [{ name: 'Purvey', key: freshAccount.key }],
      },
    ],
    stateFile: join(dataDir, 'simulated-cin7-omni.json'),
  })
  const product = await startProduct({
    configuration: readConfiguration({
      ...process.env,
      PURVEY_DATA_DIR: dataDir,
      PORT: process.env['PORT'] ?? String(await freePort(4000)),
      CIN7_OMNI_URL: simulator.url,
      PURVEY_IMAGE_HOSTS: new URL(simulator.url).host,
      PURVEY_DISPATCH_POLL_SECONDS: process.env['PURVEY_DISPATCH_POLL_SECONDS'] ?? '10',
    }),
    log: openLog('purvey', process.env['PURVEY_LOG_LEVEL'] ?? 'error'),
    serve: true,
    work: true,
    webDir: join(import.meta.dirname, '..', '..', 'web', 'dist'),
  }).catch(async (error: unknown) => {
    await simulator.close()
    throw error
  })
  try {
    await seedOnce(product, simulator, stopped.signal)
    tellWhere(product, simulator)
    await stopping
  } finally {
    await product.stop()
    await simulator.close()
  }
}

async function seedOnce(product: Product, simulator: OmniSimulator, signal: AbortSignal): Promise<void> {
  const founded = await createSupplierWithOwner(product.services.db, {
    ...owner(busy),
    personName: 'Demo Owner',
  })
  if (isRefusal(founded)) return
  say('Preparing the sample supplier (half a minute, once):')
  const second = await createSupplierWithOwner(product.services.db, {
    ...owner(fresh),
    personName: 'New Owner',
  })
  if (isRefusal(second)) throw new Error(second.sentence)
  const api = await signedInClient(product.url ?? '', { email: busy.email, password })
  await seedSupplier({ api, simulator, credentials: { username: demoUsername, key: demoKey }, say, signal })
}

function owner(who: { supplierName: string; email: string }) {
  return { ...who, password, country: 'New Zealand', currency: 'NZD', timeZone: 'Pacific/Auckland' }
}

function tellWhere(product: Product, simulator: OmniSimulator): void {
  say(`
Purvey              ${product.url ?? ''}
  a busy supplier   ${busy.email}   password: ${password}
  a brand-new one   ${fresh.email}    password: ${password}
                    connect it with API Username ${freshAccount.username}
                    and Key ${freshAccount.key}

Simulated Cin7 Omni ${simulator.pageUrl}
  play the warehouse there: watch sales orders arrive, dispatch them, switch faults on

Stop with Ctrl+C. Start again to go on, or with "npm run demo -- --fresh" from the start.`)
}

/** The wanted port if it is free, else any free one. */
async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const found = await new Promise<number | undefined>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(undefined))
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
      })
    })
    if (found !== undefined) return found
  }
  throw new Error('No free port was found on 127.0.0.1.')
}
