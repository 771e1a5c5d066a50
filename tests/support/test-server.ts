/** The real HTTP server on a real database, listening on a free port, with the services that a test does not need left out. */
import { Response, fetch } from 'undici'
import { afterAll } from 'vitest'
import type { Clock } from '../../src/core/clock.ts'
import type { SupplierId, UserId } from '../../src/core/ids.ts'
import { openLog } from '../../src/core/log.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import type { ErpDoor } from '../../src/connections/erp-door.ts'
import { transact } from '../../src/db/transact.ts'
import { createSupplierWithOwner } from '../../src/identity/create-supplier.ts'
import { type Identity, openIdentity } from '../../src/identity/identity.ts'
import type { Role } from '../../src/rules/permissions.ts'
import { type ServerOptions, buildServer } from '../../src/server/app.ts'
import type { Services } from '../../src/server/route.ts'
import { withDatabase } from './test-database.ts'

export const PASSWORD = 'correct horse battery'

export interface TestClock extends Clock {
  /** Moves the time on. */
  pass(ms: number): void
}

export function testClock(): TestClock {
  let offsetMs = 0
  return {
    now: () => new Date(Date.now() + offsetMs),
    pass: (ms) => {
      offsetMs += ms
    },
  }
}

export interface CallOptions {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A caller that keeps its cookie, as a browser does. */
export interface TestClient {
  cookie: string | undefined
  raw(path: string, options?: CallOptions): Promise<Response>
  call(
    path: string,
    options?: CallOptions,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>
}

export function testClient(base: string): TestClient {
  const client: TestClient = {
    cookie: undefined,
    raw: async (path, { method, body, headers } = {}) => {
      const response = await fetch(`${base}${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(client.cookie === undefined ? {} : { cookie: client.cookie }),
          ...headers,
        },
        redirect: 'manual',
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [pair] = cookie.split(';', 1)
        if (pair?.includes('session_token')) client.cookie = pair.endsWith('=') ? undefined : pair
      }
      // Read to its end: a connection with an unread answer would keep the server from closing.
      const bytes = await response.arrayBuffer()
      const { status } = response
      return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers: response.headers })
    },
    call: async (path, options) => {
      const response = await client.raw(path, options)
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers as unknown as Headers,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      }
    },
  }
  return client
}

export interface TestServer {
  readonly base: string
  readonly services: Services
  readonly auth: Identity
  readonly clock: TestClock
  /** Another client, signed in with the common password. */
  signedIn(email: string): Promise<TestClient>
  /** A person of a supplier, in a role. */
  addPerson(supplierId: SupplierId, role: Role): Promise<string>
  /** A supplier with an owner. */
  addSupplier(name?: string): Promise<{ supplierId: SupplierId; email: string }>
}

let people = 0

/** Starts a server for a test file; it goes with the file's last test. */
export async function withServer({
  services: given,
  ...options
}: Partial<ServerOptions> & { readonly services?: Partial<Services> } = {}): Promise<TestServer> {
  const database = await withDatabase()
  const clock = testClock()
  const log = openLog('test', 'silent')
  const services: Services = {
    db: database.db,
    clock,
    log,
    jobs: { enqueue: () => Promise.resolve() },
    erp: {} as ErpDoor,
    publicUrl: '',
    ...given,
  }
  const auth = openIdentity({
    db: database.db,
    appConnection: database.appConnection,
    clock,
    log,
    authSecret: 'a secret for tests that is long enough to sign with',
    publicUrl: services.publicUrl === '' ? 'http://localhost' : services.publicUrl,
  })
  const app = await buildServer(services, {
    auth,
    routes: [],
    version: '0.0.0-test',
    ready: () => Promise.resolve(true),
    publicUrl: services.publicUrl === '' ? undefined : services.publicUrl,
    partial: true,
    ...options,
  })
  const base = await app.listen({ host: '127.0.0.1', port: 0 })
  afterAll(async () => {
    await app.close()
    await auth.close()
  })
  const addSupplier = async (name = 'Harbour Foods') => {
    people += 1
    const email = `owner${people}@example.com`
    const founded = await createSupplierWithOwner(database.db, {
      supplierName: name,
      country: 'New Zealand',
      currency: 'NZD',
      timeZone: 'Pacific/Auckland',
      personName: `Owner ${people}`,
      email,
      password: PASSWORD,
    })
    if (isRefusal(founded)) throw new Error(founded.sentence)
    return { supplierId: founded.supplierId, email }
  }
  return {
    base,
    services,
    auth,
    clock,
    addSupplier,
    addPerson: async (supplierId, role) => {
      const { email } = await addSupplier('Elsewhere')
      await transact(database.db, { system: true }, async (tx) => {
        const { id } = await tx
          .selectFrom('authUser')
          .select('id')
          .where('email', '=', email)
          .executeTakeFirstOrThrow()
        // One supplier alone, so that it is the one they act for.
        await tx.deleteFrom('members').where('userId', '=', id).execute()
        await tx
          .insertInto('members')
          .values({ supplierId, userId: id as UserId, role })
          .execute()
      })
      return email
    },
    signedIn: async (email) => {
      const client = testClient(base)
      const { status, body } = await client.call('/api/session', { body: { email, password: PASSWORD } })
      if (status !== 200) throw new Error(`Signing in as ${email} gave ${status}: ${JSON.stringify(body)}`)
      return client
    },
  }
}
