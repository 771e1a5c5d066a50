import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, testClient, withServer } from '../../tests/support/test-server.ts'
import { newId } from '../core/ids.ts'
import { transact } from '../db/transact.ts'
import { insertSupplier, lockFirstRun } from './people-store.ts'
import { setPassword } from './set-password.ts'

const server = await withServer()
const base = server.base

const first = {
  supplierName: 'Harbour Foods',
  country: 'New Zealand',
  currency: 'NZD',
  timeZone: 'Pacific/Auckland',
  personName: 'Ana Reid',
  email: 'ana@example.com',
  password: PASSWORD,
}

describe('the first run', () => {
  it('says that nobody has set the installation up', async () => {
    const { body } = await testClient(base).call('/api/session')
    expect(body).toMatchObject({ state: 'first-run', person: null, supplier: null, version: '0.0.0-test' })
  })

  it.each([
    [{ timeZone: 'Pacific/Nowhere' }, 'time-zone-unknown', 'timeZone'],
    [{ timeZone: '+12:00' }, 'time-zone-unknown', 'timeZone'],
    [{ currency: 'ZZZ' }, 'currency-unknown', 'currency'],
    [{ currency: 'KWD' }, 'currency-unknown', 'currency'],
  ])('refuses %j and keeps nothing', async (change, code, path) => {
    const { status, body } = await testClient(base).call('/api/set-up', { body: { ...first, ...change } })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code, fields: [{ path }] })
    expect((await testClient(base).call('/api/session')).body['state']).toBe('first-run')
  })

  it('lets exactly one of many that come at once make the supplier', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        testClient(base).call('/api/set-up', { body: { ...first, email: `ana${n}@example.com` } }),
      ),
    )
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
      200, 409, 409, 409, 409, 409,
    ])
    const refused = answers.filter((answer) => answer.status === 409)
    expect(new Set(refused.map((answer) => answer.body['code']))).toEqual(new Set(['already-set-up']))
    const made = answers.find((answer) => answer.status === 200)!
    expect(made.body).toMatchObject({
      state: 'signed-in',
      supplier: { name: 'Harbour Foods', role: 'owner' },
    })
    expect(made.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/i)
    const { body } = await testClient(base).call('/api/session')
    expect(body['state']).toBe('signed-out')
  })
})

describe('a first run while another is not committed yet', () => {
  it('waits for it, and is refused', async () => {
    const fresh = await withServer()
    const answered = new AbortController()
    const asked = await transact(fresh.services.db, { system: true }, async (tx) => {
      await lockFirstRun(tx)
      const { country, currency, timeZone } = first
      await insertSupplier(tx, { supplierId: newId(), name: 'Faster Foods', country, currency, timeZone })
      const request = testClient(fresh.base)
        .call('/api/set-up', { body: first })
        .finally(() => {
          answered.abort()
        })
      let waiting = 0
      while (waiting === 0 && !answered.signal.aborted) {
        const { rows } = await sql<{ waiting: number }>`
          select count(*) as waiting from pg_locks
          where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())
        `.execute(tx)
        waiting = rows[0]!.waiting
      }
      return { request }
    })
    expect((await asked.request).body).toMatchObject({ code: 'already-set-up' })
  })
})

describe('a session', () => {
  let email: string
  beforeAll(async () => {
    ;({ email } = await server.addSupplier('Session Foods'))
  })

  it('lasts from signing in to signing out, and ends on the server', async () => {
    const client = await server.signedIn(email)
    const { body } = await client.call('/api/session')
    expect(body).toMatchObject({
      state: 'signed-in',
      person: { email },
      supplier: { name: 'Session Foods', role: 'owner', currency: 'NZD' },
      suppliers: [{ name: 'Session Foods' }],
    })
    expect((body['supplier'] as { permissions: string[] }).permissions).toContain('settings.manage')
    const kept = client.cookie
    expect((await client.call('/api/session', { method: 'DELETE' })).body).toEqual({ done: true })
    expect(client.cookie).toBeUndefined()
    client.cookie = kept
    expect((await client.call('/api/session')).body['state']).toBe('signed-out')
  })

  it('is not made by a cookie that somebody invented or changed', async () => {
    const client = await server.signedIn(email)
    for (const cookie of [
      'purvey.session_token=invented',
      client.cookie!.replace(/=(.)/, (_, letter: string) => `=${letter === 'A' ? 'B' : 'A'}`),
    ]) {
      const other = testClient(base)
      other.cookie = cookie
      expect((await other.call('/api/session')).body['state']).toBe('signed-out')
      expect((await other.call('/api/session', { method: 'DELETE' })).status).toBe(401)
    }
  })

  it('takes the e-mail address in any case', async () => {
    expect((await server.signedIn(email.toUpperCase())).cookie).toBeDefined()
  })

  it('is not prolonged into another account by signing in over it', async () => {
    const client = await server.signedIn(email)
    const other = await server.addSupplier('Other Foods')
    const { body } = await client.call('/api/session', { body: { email: other.email, password: PASSWORD } })
    expect(body).toMatchObject({ person: { email: other.email }, supplier: { name: 'Other Foods' } })
  })
})

describe('a password that the operator sets', () => {
  it('is the only one that signs in from then on, and ends all sessions', async () => {
    const { email } = await server.addSupplier()
    const before = await server.signedIn(email)
    const password = 'quite another password'
    const done = await setPassword(server.services.db, { email: ` ${email.toUpperCase()}`, password })
    expect(done).toEqual({ sessionsEnded: 1 })
    expect((await before.call('/api/session')).body['state']).toBe('signed-out')
    const signIn = (given: string) =>
      testClient(base).call('/api/session', { body: { email, password: given } })
    expect((await signIn(PASSWORD)).body).toMatchObject({ code: 'wrong-sign-in' })
    expect((await signIn(password)).body).toMatchObject({ state: 'signed-in' })
  })

  it('is refused when it is too short, or nobody has that address', async () => {
    const { email } = await server.addSupplier()
    const db = server.services.db
    expect(await setPassword(db, { email, password: 'short' })).toMatchObject({ code: 'password-length' })
    expect(await setPassword(db, { email: 'nobody@example.com', password: PASSWORD })).toMatchObject({
      code: 'person-unknown',
    })
    await server.signedIn(email)
  })
})

describe('a wrong sign-in', () => {
  it('is answered alike for an unknown address and a wrong password', async () => {
    const { email } = await server.addSupplier()
    const unknown = await testClient(base).call('/api/session', {
      body: { email: 'nobody@example.com', password: 'wrong password' },
    })
    const wrong = await testClient(base).call('/api/session', { body: { email, password: 'wrong password' } })
    for (const answer of [unknown, wrong]) delete answer.body['requestId']
    expect(unknown.status).toBe(401)
    expect(unknown.body).toEqual(wrong.body)
    expect(unknown.headers.getSetCookie()).toEqual([])
  })

  it('takes about as much work for an unknown address as for a wrong password', async () => {
    // The processor's time and not the clock's, which tells more of what else the machine does.
    const worked = async (email: string): Promise<number> => {
      const from = process.cpuUsage()
      await testClient(base).call('/api/session', { body: { email, password: 'wrong password' } })
      const { user, system } = process.cpuUsage(from)
      return user + system
    }
    const { email } = await server.addSupplier()
    const known = []
    const unknown = []
    for (let n = 0; n < 5; n += 1) {
      known.push(await worked(email))
      unknown.push(await worked(`nobody${n}@example.com`))
    }
    // Without the hash, the cheapest unknown one would take a small part of the work.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.4)
  })

  it('is heard ten times in a quarter of an hour, however many come at once, then says how long to wait', async () => {
    const { email } = await server.addSupplier()
    const tries = await Promise.all(
      Array.from({ length: 14 }, () =>
        testClient(base).call('/api/session', { body: { email, password: 'wrong password' } }),
      ),
    )
    expect(tries.filter((answer) => answer.status === 401)).toHaveLength(10)
    const refused = await testClient(base).call('/api/session', { body: { email, password: PASSWORD } })
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ code: 'too-many-attempts' })
    expect(refused.body['detail']).toMatch(/Wait 15 minutes/)
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(14 * 60)
    server.clock.pass(wait * 1000 + 1000)
    const { status } = await testClient(base).call('/api/session', { body: { email, password: PASSWORD } })
    expect(status).toBe(200)
  })

  it('starts afresh after a success', async () => {
    server.clock.pass(16 * 60_000)
    const { email } = await server.addSupplier()
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 9; n += 1) {
        const { status } = await testClient(base).call('/api/session', { body: { email, password: 'wrong' } })
        expect(status).toBe(401)
      }
      await server.signedIn(email)
    }
  })

  it('is heard fifty times from one address of the network', async () => {
    server.clock.pass(16 * 60_000)
    const statuses = []
    for (let n = 0; n < 52; n += 1) {
      const { status } = await testClient(base).call('/api/session', {
        body: { email: `guess${n}@example.com`, password: 'wrong password' },
      })
      statuses.push(status)
    }
    expect(statuses.slice(0, 50).every((status) => status === 401)).toBe(true)
    expect(statuses.slice(50)).toEqual([429, 429])
    server.clock.pass(16 * 60_000)
  })
})
