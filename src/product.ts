/**
 * Puts the product together from its rooms: database, jobs, the door to Cin7, identity, HTTP server and worker. The only place
 * that knows them all; it holds no business.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Configuration } from './configuration.ts'
import { openErpDoor } from './connections/open-erp-door.ts'
import { authSecret, loadMasterKeys } from './connections/secrets.ts'
import { systemClock } from './core/clock.ts'
import type { Log } from './core/log.ts'
import { migrate } from './db/migrate.ts'
import { type OpenDatabase, openDatabase } from './db/open.ts'
import { isDatabaseCurrent } from './db/current.ts'
import type { Erp } from './erp/port.ts'
import { erpFor } from './erp/registry.ts'
import { openIdentity } from './identity/identity.ts'
import { nudgeImports } from './imports/nudge-imports.ts'
import { type JobEngine, openJobEngine } from './jobs/engine.ts'
import { prepareJobs } from './jobs/prepare.ts'
import type { JobHandlers } from './jobs/queue.ts'
import { countWork } from './pushes/count-work.ts'
import { buildServer } from './server/app.ts'
import type { Services } from './server/route.ts'
import { routes } from './server/routes.ts'
import { applyImport } from './sync/apply-import.ts'
import { drainPushes } from './sync/drain-pushes.ts'
import { fetchImages, nudgeImages } from './sync/fetch-images.ts'
import { nightlyRefresh } from './sync/nightly-refresh.ts'
import { pollDispatches } from './sync/poll-dispatches.ts'
import { type PushTiming, defaultTiming } from './sync/push-policy.ts'
import { readImport } from './sync/read-import.ts'
import { sweep } from './sync/sweep.ts'
import { watchLoop } from './sync/watch-loop.ts'
import { version } from './version.ts'

export interface ProductOptions {
  readonly configuration: Configuration
  readonly log: Log
  /** Which roles this process plays. */
  readonly serve: boolean
  readonly work: boolean
  readonly webDir?: string | undefined
  /** Instead of the defaults; for tests of time-outs. */
  readonly timing?: Partial<PushTiming> | undefined
  /** Instead of the registry's adapters; for tests of the adapter's own limits and deadlines. */
  readonly erpFor?: ((adapter: string) => Erp) | undefined
  /** An open, migrated database to use instead of the configured one; the caller closes it. */
  readonly database?: OpenDatabase | undefined
}

export interface Product {
  /** Where it listens; undefined when this process serves no HTTP. */
  readonly url: string | undefined
  readonly services: Services
  /** Lets running requests and jobs end, then closes everything. */
  stop(): Promise<void>
}

const ADAPTER = 'cin7-omni'

/** Opens the configured database and brings its schema and the job engine's up to this version. */
export async function prepareDatabase(configuration: Configuration, log: Log): Promise<OpenDatabase> {
  if (configuration.databaseUrl === undefined) await mkdir(configuration.dataDir, { recursive: true })
  const open = await openDatabase({
    url: configuration.databaseUrl,
    dataDir: configuration.databaseUrl === undefined ? join(configuration.dataDir, 'postgres') : undefined,
    applicationName: 'purvey',
    onConnectionLost: (error) => log.warn({ err: error }, 'A database connection was lost and is replaced'),
  })
  try {
    const { applied } = await migrate(open)
    if (applied.length > 0) log.info({ applied }, 'The database was migrated')
    await prepareJobs(open.ownerConnection)
    return open
  } catch (error) {
    await open.close()
    throw error
  }
}

/** Starts the product in the given roles. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { configuration, log } = options
  const closers: (() => Promise<unknown>)[] = []
  try {
    return await assemble(options, closers)
  } catch (error) {
    for (const close of closers.toReversed())
      await close().catch((cause: unknown) => log.warn({ err: cause }, 'Closing failed'))
    if (isPortTaken(error)) {
      throw new Error(
        `Port ${configuration.port} on ${configuration.host} is taken. Stop what uses it, or set PORT to another.`,
        { cause: error },
      )
    }
    throw error
  }
}

async function assemble(options: ProductOptions, closers: (() => Promise<unknown>)[]): Promise<Product> {
  const { configuration, log } = options
  const database = options.database ?? (await prepareDatabase(configuration, log))
  if (!options.database) closers.push(() => database.close())
  const { db } = database
  const keys = await loadMasterKeys({
    env: process.env,
    file: configuration.databaseUrl === undefined ? join(configuration.dataDir, 'master.key') : undefined,
  })
  const erp = openErpDoor({
    db,
    clock: systemClock,
    log,
    keys,
    address: configuration.cin7OmniUrl,
    adapter: ADAPTER,
    erpFor: options.erpFor ?? erpFor,
  })
  closers.push(() => erp.close())
  const jobs = await openJobEngine(database.appConnection, log)
  closers.push(() => jobs.stop())
  let { port } = configuration
  const services = {
    db,
    clock: systemClock,
    log,
    jobs,
    erp,
    get publicUrl() {
      return publicUrlOf(configuration, port)
    },
  }
  const app = options.serve
    ? await startServer(options, { services, database, secret: authSecret(keys), closers })
    : undefined
  if (app) port = portOf(app)
  // After the server: the links in sales orders lead to its port.
  if (options.work) await startWork(options, services, jobs)

  let stopping: Promise<void> | undefined
  return {
    url: app && urlAt(configuration.host, port),
    services,
    stop: () =>
      (stopping ??= (async () => {
        for (const close of closers.toReversed()) await close()
      })()),
  }
}

async function startWork(options: ProductOptions, services: Services, jobs: JobEngine): Promise<void> {
  const { configuration } = options
  const timing = { ...defaultTiming, ...options.timing }
  const images = { ...services, allowPrivateImageHosts: configuration.imageHosts }
  const handlers: JobHandlers = {
    'drain-pushes': (payload, signal) =>
      watchLoop(services, { ...payload, loop: 'pushes' }, () =>
        drainPushes({ ...services, timing }, payload, signal),
      ),
    'poll-dispatches': (payload, signal) =>
      watchLoop(services, { ...payload, loop: 'dispatches' }, () =>
        pollDispatches({ ...services, pollEveryMs: configuration.dispatchPollMs }, payload, signal),
      ),
    'read-import': (payload, signal) => readImport(services, payload, signal),
    'apply-import': (payload, signal) => applyImport(services, payload, signal),
    'fetch-images': (payload, signal) => fetchImages(images, payload, signal),
    sweep: (_payload, signal) =>
      sweep(
        {
          ...services,
          also: [
            (tx, supplierId) => nudgeImports(tx, services, supplierId),
            (tx, supplierId) => nudgeImages(tx, services, supplierId),
            (tx, supplierId) => nightlyRefresh(tx, services, supplierId),
          ],
        },
        signal,
      ),
  }
  await jobs.work(handlers)
  await jobs.keepSweeping()
}

async function startServer(
  options: ProductOptions,
  it: {
    services: Services
    database: OpenDatabase
    secret: string
    closers: (() => Promise<unknown>)[]
  },
): Promise<FastifyInstance> {
  const { configuration, log } = options
  const { services, database } = it
  const auth = openIdentity({
    db: services.db,
    appConnection: database.appConnection,
    clock: systemClock,
    log,
    authSecret: it.secret,
    publicUrl: configuration.publicUrl ?? urlAt(configuration.host, configuration.port),
  })
  it.closers.push(() => auth.close())
  const app = await buildServer(services, {
    auth,
    routes,
    version,
    publicUrl: configuration.publicUrl,
    ready: () => isDatabaseCurrent(services.db),
    webDir: options.webDir,
    trustProxy: configuration.trustProxy.length > 0 ? configuration.trustProxy : false,
    metricsToken: configuration.metricsToken,
    workGauges: () => countWork(services.db),
  })
  it.closers.push(() => app.close())
  await app.listen({ host: configuration.host, port: configuration.port })
  return app
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens nowhere.')
  return address.port
}

/** Empty as long as nothing listens on the free port that was asked for. */
function publicUrlOf({ publicUrl, host }: Configuration, port: number): string {
  return publicUrl ?? (port === 0 ? '' : urlAt(host, port))
}

function urlAt(host: string, port: number): string {
  // Listening on every address is no address to go to.
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}
