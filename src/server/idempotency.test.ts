import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { testClient, withServer } from '../../tests/support/test-server.ts'
import { defineEndpoint } from '../contract/endpoint.ts'
import { type SupplierId, newId } from '../core/ids.ts'
import { refuse } from '../core/refusal.ts'
import { type Tx, read, transact } from '../db/transact.ts'
import { buildServer } from './app.ts'
import { REQUEST_TIMEOUT_MS } from './idempotency.ts'
import { type Route, route } from './route.ts'

const answer = z.object({ customerId: z.string(), name: z.string() })

/** How the planted verb behaves: where it dies, if it does. */
const modes = [
  'plain',
  'answer-after',
  'refuse',
  'refuse-after',
  'die-inside',
  'die-after-answer',
  'die-after-effect',
  'two-effects',
] as const

const make = defineEndpoint({
  name: 'planted.make',
  method: 'POST',
  path: '/api/planted/make',
  summary: 'Planted',
  who: 'signed-in',
  body: z.object({ name: z.string(), mode: z.enum(modes) }),
  answer,
  refusals: ['not-now'],
})

/** A process that is killed answers nobody: neither does this. */
const killed = new Promise<never>(() => undefined)
const reached: (() => void)[] = []

async function insert(tx: Tx, supplierId: SupplierId, name: string) {
  const customerId = newId()
  await tx.insertInto('customers').values({ supplierId, customerId, name }).execute()
  return { customerId, name }
}

const routes: Route[] = [
  route(make, async ({ db }, { actor: { supplierId }, body: { name, mode } }) => {
    const made = await transact(db, { supplierId }, async (tx) => {
      const one = await insert(tx, supplierId, name)
      if (mode === 'refuse') return refuse('not-now', 'Not now.')
      if (mode === 'die-inside') await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
      return mode === 'plain' || mode === 'die-after-answer' ? one : { only: one }
    })
    if (mode.startsWith('die-after')) {
      reached.splice(0).forEach((tell) => tell())
      return killed
    }
    if (mode === 'refuse-after') return refuse('not-now', 'Not now.')
    if (mode === 'two-effects') await transact(db, { supplierId }, (tx) => insert(tx, supplierId, name))
    return 'only' in made ? made.only : made
  }),
]

const server = await withServer({ routes })
const { supplierId, email } = await server.addSupplier()
const client = await server.signedIn(email)

/** Another process on the same database. */
const second = await buildServer(server.services, {
  auth: server.auth,
  routes,
  version: '0.0.0-test',
  ready: () => Promise.resolve(true),
  partial: true,
})
const secondBase = await second.listen({ host: '127.0.0.1', port: 0 })
afterAll(() => second.close())
const restarted = testClient(secondBase)
restarted.cookie = client.cookie

function send(key: string, name: string, mode: (typeof modes)[number], by = client) {
  return by.call('/api/planted/make', { body: { name, mode }, headers: { 'idempotency-key': key } })
}

async function effects(name: string): Promise<number> {
  return read(server.services.db, { supplierId }, async (tx) => {
    const rows = await tx.selectFrom('customers').select('customerId').where('name', '=', name).execute()
    return rows.length
  })
}

describe('a write with an idempotency key', () => {
  it.each([['plain' as const], ['answer-after' as const]])(
    'has one effect and one answer (%s)',
    async (mode) => {
      const first = await send(`key-${mode}`, mode, mode)
      const again = await send(`key-${mode}`, mode, mode, restarted)
      expect(first.status).toBe(200)
      expect(first.headers.get('idempotent-replay')).toBeNull()
      expect(again.body).toEqual(first.body)
      expect(again.headers.get('idempotent-replay')).toBe('true')
      expect(await effects(mode)).toBe(1)
    },
  )

  it('has one effect when it comes fifty times at once, to two processes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => send('key-fifty', 'Fifty', 'plain', n % 2 ? client : restarted)),
    )
    const done = answers.filter((one) => one.status === 200)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map((one) => JSON.stringify(one.body))).size).toBe(1)
    for (const one of answers) {
      if (one.status === 200) continue
      expect([one.status, one.body['code'], one.headers.get('retry-after')]).toEqual([
        409,
        'still-running',
        '1',
      ])
    }
    expect(await effects('Fifty')).toBe(1)
    expect((await send('key-fifty', 'Fifty', 'plain')).body).toEqual(done[0]!.body)
  })

  it('is refused with another request, and told so', async () => {
    await send('key-reused', 'Reused', 'plain')
    const { status, body } = await send('key-reused', 'Other', 'plain')
    expect([status, body['code']]).toEqual([409, 'idempotency-key-reused'])
    expect(await effects('Other')).toBe(0)
  })

  it('is a new one after a refusal that left nothing', async () => {
    const refused = await send('key-refused', 'Refused', 'refuse')
    expect([refused.status, refused.body['code']]).toEqual([409, 'not-now'])
    const again = await send('key-refused', 'Refused', 'refuse')
    expect(again.headers.get('idempotent-replay')).toBeNull()
    expect(await effects('Refused')).toBe(0)
  })

  it('keeps a refusal that came after an effect', async () => {
    const refused = await send('key-late', 'Late', 'refuse-after')
    const again = await send('key-late', 'Late', 'refuse-after')
    expect(again.body).toEqual(refused.body)
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([409, 'true'])
    expect(await effects('Late')).toBe(1)
  })

  it('may take several transactions', async () => {
    expect((await send('key-two', 'Two', 'two-effects')).status).toBe(200)
    expect((await send('key-two', 'Two', 'two-effects')).status).toBe(200)
    expect(await effects('Two')).toBe(2)
  })

  it('is told apart by person and by supplier', async () => {
    const colleague = await server.signedIn(await server.addPerson(supplierId, 'staff'))
    const stranger = await server.signedIn((await server.addSupplier()).email)
    await send('key-shared', 'Shared', 'plain')
    expect(
      (await send('key-shared', 'Shared', 'plain', colleague)).headers.get('idempotent-replay'),
    ).toBeNull()
    expect(
      (await send('key-shared', 'Shared', 'plain', stranger)).headers.get('idempotent-replay'),
    ).toBeNull()
    expect(await effects('Shared')).toBe(2)
  })

  it.each([['with space'], ['x'.repeat(201)]])('takes no key such as %s', async (key) => {
    expect((await send(key, 'Odd', 'plain')).body).toMatchObject({ code: 'invalid-request' })
    expect(await effects('Odd')).toBe(0)
  })

  it('forgets answers after a day', async () => {
    await send('key-old', 'Old', 'plain')
    server.clock.pass(25 * 60 * 60_000)
    await send('key-newer', 'Newer', 'plain')
    expect((await send('key-old', 'Old', 'plain')).headers.get('idempotent-replay')).toBeNull()
  })
})

describe('a process that is killed', () => {
  it('before the commit: the effect did not take place, and the same request takes it again', async () => {
    expect((await send('key-inside', 'Inside', 'die-inside')).status).toBe(500)
    expect(await effects('Inside')).toBe(0)
    const again = await send('key-inside', 'Inside', 'die-inside', restarted)
    expect(again.headers.get('idempotent-replay')).toBeNull()
  })

  it('after a commit that holds the answer: the answer is given', async () => {
    await die('key-answer', 'Answer', 'die-after-answer')
    const again = await send('key-answer', 'Answer', 'die-after-answer', restarted)
    expect(again).toMatchObject({ status: 200, body: { name: 'Answer' } })
    expect(await effects('Answer')).toBe(1)
  })

  it('between the effect and its answer: never a second effect, and a sentence that says so', async () => {
    await die('key-effect', 'Effect', 'die-after-effect')
    const soon = await send('key-effect', 'Effect', 'die-after-effect', restarted)
    expect([soon.status, soon.body['code']]).toEqual([409, 'still-running'])
    server.clock.pass(REQUEST_TIMEOUT_MS + 1000)
    const later = await send('key-effect', 'Effect', 'die-after-effect', restarted)
    expect([later.status, later.body['code']]).toEqual([409, 'already-done'])
    expect(later.body['detail']).toMatch(/Load the record again/)
    expect(await effects('Effect')).toBe(1)
  })
})

/** Sends a request and hangs up once its transaction has been committed. */
async function die(key: string, name: string, mode: 'die-after-answer' | 'die-after-effect'): Promise<void> {
  const hangUp = new AbortController()
  const committed = new Promise<void>((resolve) => reached.push(resolve))
  const lost = fetch(`${server.base}/api/planted/make`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: client.cookie!, 'idempotency-key': key },
    body: JSON.stringify({ name, mode }),
    signal: hangUp.signal,
  })
  await committed
  hangUp.abort()
  await expect(lost).rejects.toThrow()
}
