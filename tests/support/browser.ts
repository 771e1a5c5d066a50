/**
 * The whole product for browser tests: a real browser before the real server and worker, on a database of its own, with a
 * simulated Cin7 Omni behind. What a test is not about is seeded through the API, never through the database.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium,
} from 'playwright-core'
import { hashPassword } from 'better-auth/crypto'
import type { Configuration } from '../../src/configuration.ts'
import { connect } from '../../src/contract/connection.ts'
import { listCustomers } from '../../src/contract/customers.ts'
import { applyImport, chooseImportRows, getImport, startImport } from '../../src/contract/imports.ts'
import { createOrder } from '../../src/contract/orders.ts'
import { listProducts } from '../../src/contract/products.ts'
import { getSession } from '../../src/contract/session.ts'
import { pause } from '../../src/core/clock.ts'
import { type SupplierId, type UserId, asId, newId } from '../../src/core/ids.ts'
import { openLog } from '../../src/core/log.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { transact } from '../../src/db/transact.ts'
import { type ApiClient, signedInClient } from '../../src/demo/api-client.ts'
import { createSupplierWithOwner } from '../../src/identity/create-supplier.ts'
import { insertMember, insertPerson } from '../../src/identity/people-store.ts'
import { prepareJobs } from '../../src/jobs/prepare.ts'
import type { Role } from '../../src/rules/permissions.ts'
import { type Product, startProduct } from '../../src/product.ts'
import type { AccountHandle } from '../../src/simulators/cin7-omni/account-handle.ts'
import type { CustomSeed } from '../../src/simulators/cin7-omni/seeds/seed.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../../src/simulators/cin7-omni/server.ts'
import { onTestFinished } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { makeInCin7 } from './make-in-cin7.ts'
import { openTestDatabase } from './test-database.ts'

export const OWNER = { email: 'owner@harbour.example', password: 'correct horse battery' }
export const ACCOUNT = { username: demoUsername, key: demoKey }
const HEADLESS_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]
/** How long a page may take to show something: a third of a test's time. */
const PATIENCE_MS = 20_000

export interface DeskOptions {
  /** How far the supplier has come: none at all, founded, connected to Cin7, or with customers and products imported. */
  readonly supplier: 'none' | 'founded' | 'connected' | 'imported'
  /** What the simulated Cin7 Omni has. */
  readonly seed: CustomSeed
}

export interface Desk {
  readonly url: string
  readonly product: Product
  readonly cin7: AccountHandle
  /** Signed in as the owner; there is none while there is no supplier. */
  readonly api: ApiClient
  /** Somebody else's program makes a record in Cin7; returns its id. */
  makeInCin7(resource: 'Contacts' | 'SalesOrders', record: Record<string, unknown>): Promise<number>
  /** Another person of the supplier, with whom to open pages. */
  addColleague(role: Role): Promise<SignIn>
  /** A page in a browser profile of its own, with what went wrong in it so far. */
  open(options?: OpenOptions): Promise<OpenPage>
  close(): Promise<void>
}

/** With what a person signs in. */
export type SignIn = typeof OWNER

export interface OpenOptions extends BrowserContextOptions {
  /** Signed in as the owner already. Default true. */
  readonly signedIn?: boolean
  /** Who, when that is not the owner. */
  readonly as?: SignIn
}

export interface OpenPage {
  readonly page: Page
  /** Errors of the console and of scripts, newest last. */
  readonly complaints: string[]
}

/** Where a screenshot goes; the folder is not kept. */
export function shotPath(name: string): string {
  return join(import.meta.dirname, '..', 'browser', 'shots', `${name.replaceAll(/[^\w]+/g, '-')}.png`)
}

/** Starts everything. The caller closes it. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).toReversed()) await one()
  }
  try {
    return await assemble(options, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function assemble(
  options: DeskOptions,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Desk> {
  const database = await openTestDatabase()
  closers.push(() => database.drop())
  await prepareJobs(database.ownerConnection)
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-browser-'))
  closers.push(() => rm(dataDir, { recursive: true, force: true }))
  const simulator = await startOmniSimulator({
    accounts: [{ apiUsername: ACCOUNT.username, seed: options.seed }],
  })
  closers.push(() => simulator.close())
  const product = await startProduct({
    configuration: configurationFor(dataDir, simulator.url),
    log: openLog('test', 'silent'),
    serve: true,
    work: true,
    webDir: join(import.meta.dirname, '..', '..', 'web', 'dist'),
    database,
  })
  closers.push(() => product.stop())
  const url = product.url ?? ''
  const path = chromiumPath()
  if (path === undefined) throw new Error('There is no Chromium here.')
  const browser = await chromium.launch({ executablePath: path, args: HEADLESS_ARGS })
  closers.push(() => browser.close())

  const api = options.supplier === 'none' ? unfounded : await found(product, url)
  if (options.supplier === 'connected' || options.supplier === 'imported')
    await api.call(connect, { body: ACCOUNT })
  if (options.supplier === 'imported')
    for (const kind of ['customers', 'products'] as const) await importAll(api, kind)
  const sessions = new Map<string, Promise<SignedIn>>()
  return {
    url,
    product,
    cin7: simulator.account(),
    api,
    makeInCin7: (resource, record) => makeInCin7({ ...ACCOUNT, url: simulator.url }, resource, record),
    addColleague: (role) => addColleague(product, api, role),
    open: async ({ signedIn = true, as = OWNER, ...given } = {}) => {
      if (!signedIn) return openPage(browser, url, given)
      const session = sessions.get(as.email) ?? signIn(browser, url, as)
      sessions.set(as.email, session)
      return openPage(browser, url, { ...given, storageState: await session })
    },
    close,
  }
}

function configurationFor(dataDir: string, cin7OmniUrl: string): Configuration {
  return {
    databaseUrl: undefined,
    dataDir,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    cin7OmniUrl,
    imageHosts: [new URL(cin7OmniUrl).host],
    trustProxy: [],
    metricsToken: undefined,
    // A person at the warehouse does not wait in a test; every poll costs one of 60 calls a minute, though.
    dispatchPollMs: 3_000,
  }
}

const unfounded: ApiClient = {
  call: () => Promise.reject(new Error('There is no supplier yet, so nobody is signed in.')),
}

async function found(product: Product, url: string): Promise<ApiClient> {
  const founded = await createSupplierWithOwner(product.services.db, {
    supplierName: 'Harbour & Hill',
    country: 'New Zealand',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    personName: 'Ana Fraser',
    ...OWNER,
  })
  if (isRefusal(founded)) throw new Error(founded.sentence)
  return signedInClient(url, OWNER)
}

async function addColleague(product: Product, api: ApiClient, role: Role): Promise<SignIn> {
  const { supplier } = await api.call(getSession, {})
  const person = { userId: newId<UserId>(), name: 'Tom Reid', email: `${role}@harbour.example` }
  const passwordHash = await hashPassword(OWNER.password)
  await transact(product.services.db, { system: true }, async (tx) => {
    await insertPerson(tx, { ...person, passwordHash }, newId())
    await insertMember(tx, {
      supplierId: asId<SupplierId>(supplier!.supplierId),
      userId: person.userId,
      role,
    })
  })
  return { email: person.email, password: OWNER.password }
}

/** Reads everything from Cin7 and imports all that is new. */
export async function importAll(api: ApiClient, kind: 'customers' | 'products'): Promise<void> {
  const { importId } = await api.call(startImport, { body: { kind } })
  const params = { importId }
  await until(async () => (await api.call(getImport, { params })).state !== 'reading')
  await api.call(chooseImportRows, { params, body: { tab: 'new', choice: 'apply' } })
  await api.call(applyImport, { params })
  await until(async () => (await api.call(getImport, { params })).state === 'done')
}

/** Resolves once the server says so; asks again and again, ever more seldom, within a test's time, or within `seconds`. */
export async function until(isSo: () => Promise<boolean> | boolean, seconds = 45): Promise<void> {
  let waitMs = 25
  const giveUpAt = Date.now() + seconds * 1_000
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`What the test waits for did not come about in ${seconds} s.`)
    // Many tests wait at once, and asking takes the time of what they wait for.
    waitMs = Math.min(waitMs * 1.25, 400)
    await pause(waitMs)
  }
}

/** A placed order through the API: the named customer, and of the product with each code that many. */
export async function keyOrder(api: ApiClient, customer: string, lines: Readonly<Record<string, string>>) {
  const [who] = (await api.call(listCustomers, { query: { search: customer, limit: 1 } })).items
  const named = await Promise.all(
    Object.entries(lines).map(async ([code, quantity]) => {
      const { items } = await api.call(listProducts, { query: { search: code, limit: 5 } })
      const product = items.find((one) => one.code === code)
      if (!product) throw new Error(`The test's supplier has no product ${code}.`)
      return { productId: product.productId, quantity }
    }),
  )
  if (!who) throw new Error(`The test's supplier has no customer ${customer}.`)
  return api.call(createOrder, { body: { customerId: who.customerId, lines: named } })
}

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

/** Once for all pages: checking a password takes its time on purpose. */
async function signIn(browser: Browser, url: string, who: SignIn): Promise<SignedIn> {
  const context = await browser.newContext({ baseURL: url })
  const answer = await context.request.post('/api/session', { data: who })
  if (!answer.ok()) throw new Error(`Signing in gave ${answer.status()}: ${await answer.text()}`)
  const state = await context.storageState()
  await context.close()
  return state
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-NZ',
    timezoneId: 'Pacific/Auckland',
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await page.screenshot({ path: shotPath(`failed ${task.name}`) })
      console.error(`${page.url()}\n${complaints.join('\n')}`)
    }
    await context.close()
  })
  return { page, complaints }
}
