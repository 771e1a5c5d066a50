/** The door as loops use it: what stands in the way, what outcomes do to a connection, and that the ERP never says “too many”. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { randomBytes } from 'node:crypto'
import { masterKey } from '../core/envelope.ts'
import { read, transact } from '../db/transact.ts'
import type { CallPurpose, ErpFailure } from '../erp/port.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../simulators/cin7-omni/server.ts'
import { budgetOf, latestCalls } from './call-store.ts'
import { connectionById, type ConnectionKey, putDisconnected, putPaused } from './connection-store.ts'
import { showCall } from './sync-view.ts'
import { addConnection, addSupplier, openDoor, standingClock } from './test-setup.ts'

const { db } = await withDatabase({ poolMax: 8 })
const start = new Date('2026-03-02T09:00:00Z')

async function newKey(seed: Parameters<typeof addConnection>[2] = {}): Promise<ConnectionKey> {
  const supplierId = await addSupplier(db)
  return { supplierId, connectionId: await addConnection(db, supplierId, seed) }
}

const rowOf = (key: ConnectionKey) => read(db, key, (tx) => connectionById(tx, key))
const entriesOf = (key: ConnectionKey) =>
  read(db, key, (tx) =>
    tx
      .selectFrom('inboxEntries')
      .select(['subjectKind', 'subjectId', 'cause', 'seenCount', 'fix', 'closedAt', 'closedReason'])
      .execute(),
  )

function failure(kind: ErpFailure['kind'], code: string, more: Partial<ErpFailure> = {}): ErpFailure {
  return { ok: false, kind, code, sentence: `It was ${code}.`, ...more }
}

describe('open', () => {
  const door = openDoor(db, 'http://127.0.0.1:9/api')

  it('hands out the decrypted key of the live connection', async () => {
    const key = await newKey({ username: 'Aroha', key: 'the key' })
    const opened = await door.open(key.supplierId, 'push')
    if (!opened.ok) throw new Error(opened.sentence)
    expect(opened.value).toMatchObject({
      connectionId: key.connectionId,
      context: { username: 'Aroha', key: 'the key', purpose: 'push' },
    })
    expect(opened.value.erp.adapter).toBe('cin7-omni')
  })

  it('says what stands in the way, and whom it lets pass', async () => {
    expect(await door.open(await addSupplier(db), 'push')).toMatchObject({
      kind: 'misconfigured',
      code: 'not-connected',
    })
    const key = await newKey()
    await transact(db, key, (tx) => putPaused(tx, key, true))
    expect(await door.open(key.supplierId, 'push')).toMatchObject({ kind: 'misconfigured', code: 'paused' })
    expect((await door.open(key.supplierId, 'connect', { evenIfPaused: true })).ok).toBe(true)
    await door.report(key.supplierId, key.connectionId, failure('misconfigured', 'wrong-key'))
    expect(await door.open(key.supplierId, 'connect', { evenIfPaused: true })).toMatchObject({
      kind: 'misconfigured',
      code: 'needs-attention',
      sentence: 'It was wrong-key.',
    })
    expect((await door.open(key.supplierId, 'connect', { evenIfBroken: true })).ok).toBe(true)
    await transact(db, key, (tx) => putDisconnected(tx, key, start))
    expect(await door.open(key.supplierId, 'connect', { evenIfBroken: true })).toMatchObject({
      code: 'not-connected',
    })
  })

  it('does not open a key that another master key encrypted, and says how to mend it', async () => {
    const key = await newKey({ keys: [masterKey(randomBytes(32))] })
    const opened = await door.open(key.supplierId, 'push')
    expect(opened).toMatchObject({ kind: 'misconfigured', code: 'key-unreadable' })
  })
})

describe('report', () => {
  it('turns the connection to needs attention once, with one inbox entry that offers the fix', async () => {
    const key = await newKey()
    const door = openDoor(db, 'http://127.0.0.1:9/api')
    for (let i = 0; i < 3; i += 1) {
      await door.report(
        key.supplierId,
        key.connectionId,
        failure('misconfigured', 'wrong-key', { said: 'Unauthorized access' }),
      )
    }
    expect(await rowOf(key)).toMatchObject({ state: 'needs-attention', stateCode: 'wrong-key' })
    const entries = await entriesOf(key)
    expect(entries).toMatchObject([
      {
        subjectKind: 'connection',
        subjectId: key.connectionId,
        cause: 'wrong-key',
        seenCount: 1,
        closedAt: null,
      },
    ])
    expect((entries[0]!.fix as { kind: string }[]).map((fix) => fix.kind)).toEqual([
      'replace-key',
      'open-connection',
    ])
  })

  it.each([
    failure('misconfigured', 'paused'),
    failure('misconfigured', 'needs-attention'),
    failure('misconfigured', 'not-connected'),
    failure('unreachable', 'backing-off'),
    failure('busy', 'day-spent', { waitMs: 60_000 }),
    failure('busy', 'stopped'),
    failure('ambiguous', 'timed-out'),
    failure('refused', 'bad-request'),
    failure('misconfigured', 'permission-missing', { resource: 'Stock' }),
  ])('leaves the connection as it is after $kind: $code', async (outcome) => {
    const key = await newKey()
    const before = await rowOf(key)
    await openDoor(db, 'http://127.0.0.1:9/api').report(key.supplierId, key.connectionId, outcome)
    expect(await rowOf(key)).toEqual(before)
    expect(await entriesOf(key)).toEqual([])
  })

  it('backs off longer each time, once for failures that come together, and tells people after a while', async () => {
    const key = await newKey()
    const clock = standingClock(start)
    const door = openDoor(db, 'http://127.0.0.1:9/api', { clock })
    const waits: number[] = []
    for (let i = 0; i < 8; i += 1) {
      expect(await entriesOf(key)).toHaveLength(i < 6 ? 0 : 1)
      await door.report(key.supplierId, key.connectionId, failure('unreachable', 'no-connection'))
      await door.report(key.supplierId, key.connectionId, failure('unreachable', 'no-connection'))
      const opened = await door.open(key.supplierId, 'push')
      if (opened.ok || opened.code !== 'backing-off') throw new Error('It did not back off.')
      expect((await door.open(key.supplierId, 'connect', { evenIfPaused: true })).ok).toBe(true)
      waits.push((opened.waitMs ?? 0) / 1_000)
      clock.move(opened.waitMs ?? 0)
      expect((await door.open(key.supplierId, 'push')).ok).toBe(true)
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300])
    expect(await entriesOf(key)).toMatchObject([{ cause: 'erp-unreachable', closedAt: null }])
    await door.report(key.supplierId, key.connectionId, 'ok')
    expect(await rowOf(key)).toMatchObject({
      state: 'connected',
      stateCode: null,
      failures: 0,
      retryAt: null,
    })
    expect(await entriesOf(key)).toMatchObject([{ closedReason: 'Cin7 answers again.' }])
  })

  it('closes the budget for as long as the ERP told', async () => {
    const key = await newKey()
    const door = openDoor(db, 'http://127.0.0.1:9/api')
    const opened = await door.open(key.supplierId, 'push')
    if (!opened.ok) throw new Error(opened.sentence)
    const call = { purpose: 'push', method: 'GET', path: '/' } as const
    expect((await opened.value.context.reserve(call)).ok).toBe(true)
    await door.report(key.supplierId, key.connectionId, failure('busy', 'rate-limited', { waitMs: 90_000 }))
    const told = await opened.value.context.reserve(call)
    expect(told).toMatchObject({ kind: 'busy', code: 'closed-for-now' })
    expect(!told.ok && told.waitMs).toBeGreaterThan(89_000)
    // A person may find out whether it is over.
    const asked = await door.open(key.supplierId, 'connect', { evenIfBroken: true })
    if (!asked.ok) throw new Error(asked.sentence)
    expect((await asked.value.context.reserve({ ...call, purpose: 'connect' })).ok).toBe(true)
  })
})

describe('a call', async () => {
  const simulator = await startOmniSimulator({ limits: 'off' })
  afterAll(() => simulator.close())
  const door = openDoor(db, simulator.url)
  const account = { username: demoUsername, key: demoKey }

  it('is recorded without the key, cut, and kept through a stop', async () => {
    const key = await newKey(account)
    const opened = await door.open(key.supplierId, 'import')
    if (!opened.ok) throw new Error(opened.sentence)
    const { context, erp } = opened.value
    expect((await erp.readProducts(context, 1)).ok).toBe(true)
    const basic = Buffer.from(`${demoUsername}:${demoKey}`).toString('base64')
    context.observe({
      purpose: 'import',
      method: 'POST',
      path: `/v1/x?key=${demoKey}`,
      status: undefined,
      outcome: 'ambiguous',
      durationMs: 12.4,
      request: `Basic ${basic} \u0000 ${'é'.repeat(5_000)}`,
      response: demoKey,
    })
    await door.close()
    const calls = await read(db, key, (tx) => latestCalls(tx, key, 10))
    expect(calls.map(({ method, outcome, status }) => ({ method, outcome, status })).slice(0, 2)).toEqual([
      { method: 'POST', outcome: 'ambiguous', status: null },
      { method: 'GET', outcome: 'ok', status: 200 },
    ])
    for (const { callId } of calls) {
      const call = await showCall({ db }, key, callId)
      expect(JSON.stringify(call)).not.toContain(demoKey)
      expect(JSON.stringify(call)).not.toContain(basic)
      if ('refused' in call) throw new Error(call.sentence)
      expect(
        Buffer.byteLength(call.response ?? '') + Buffer.byteLength(call.request ?? ''),
      ).toBeLessThanOrEqual(2 * 4_096)
    }
    const foreign = { supplierId: await addSupplier(db) }
    expect(await showCall({ db }, foreign, calls[0]?.callId ?? '')).toMatchObject({ code: 'not-found' })
  })

  it('is kept among the newest 500', async () => {
    const key = await newKey(account)
    const opened = await door.open(key.supplierId, 'import')
    if (!opened.ok) throw new Error(opened.sentence)
    for (let i = 0; i < 1_250; i += 1) {
      opened.value.context.observe({
        purpose: 'import',
        method: 'GET',
        path: `/v1/${i}`,
        status: 200,
        outcome: 'ok',
        durationMs: 1,
      })
    }
    await door.flush()
    const calls = await read(db, key, (tx) => latestCalls(tx, key, 2_000))
    expect(calls).toHaveLength(500)
    expect(calls[0]?.path).toBe('/v1/1249')
  })

  it('keeps a key that was replaced meanwhile from being blamed', async () => {
    const key = await newKey({ ...account, key: 'an old key' })
    const opened = await door.open(key.supplierId, 'dispatch')
    if (!opened.ok) throw new Error(opened.sentence)
    const late = await opened.value.erp.listBranches(opened.value.context)
    if (late.ok) throw new Error('A wrong key was taken.')
    expect(late.code).toBe('wrong-key')
    const other = await newKey(account)
    await transact(db, key, (tx) => sql`update connections set key_envelope = 'another'`.execute(tx))
    await door.report(key.supplierId, key.connectionId, late)
    expect((await rowOf(key))?.state).toBe('connected')
    expect((await rowOf(other))?.state).toBe('connected')
  })

  it('with a missing box is noted; only a box for sales orders stops the connection', async () => {
    const key = await newKey(account)
    const omni = simulator.account()
    omni.setPermission('Branches', 'Read', false)
    omni.setPermission('SalesOrders', 'Read', false)
    const opened = await door.open(key.supplierId, 'import')
    if (!opened.ok) throw new Error(opened.sentence)
    const { erp, context } = opened.value
    const branches = await erp.listBranches(context)
    await door.report(key.supplierId, key.connectionId, branches.ok ? 'ok' : branches)
    const seen = await rowOf(key)
    expect(seen?.state).toBe('connected')
    expect(seen?.permissions).toMatchObject([{ resource: 'Branches', verb: 'read', state: 'not-ticked' }])
    const orders = await erp.changedSalesOrders(context, erp.cursorAt(new Date()))
    await door.report(key.supplierId, key.connectionId, orders.ok ? 'ok' : orders)
    expect(await rowOf(key)).toMatchObject({ state: 'needs-attention', stateCode: 'permission-missing' })
    omni.setPermission('Branches', 'Read', true)
    omni.setPermission('SalesOrders', 'Read', true)
  })

  it.each([
    { by: 'a pause', code: 'paused', statement: sql`update connections set paused = true` },
    {
      by: 'a disconnection',
      code: 'not-connected',
      statement: sql`update connections set state = 'disconnected', key_envelope = null`,
    },
    {
      by: 'another key',
      code: 'key-replaced',
      statement: sql`update connections set key_envelope = 'another'`,
    },
    {
      by: 'a refused key',
      code: 'needs-attention',
      statement: sql`update connections set state = 'needs-attention'`,
    },
  ])('is not made any more after $by, though it was opened and waited for before', async (stop) => {
    const key = await newKey(account)
    const opened = await door.open(key.supplierId, 'push')
    if (!opened.ok) throw new Error(opened.sentence)
    const call = { purpose: 'push', method: 'GET', path: '/' } as const
    for (let i = 0; i < 3; i += 1) expect((await opened.value.context.reserve(call)).ok).toBe(true)
    const waiting = opened.value.context.reserve(call)
    await transact(db, key, (tx) => stop.statement.execute(tx))
    expect(await waiting).toMatchObject({ code: stop.code, sentence: expect.stringMatching(/\w+\./) })
    expect((await read(db, key, (tx) => budgetOf(tx, key)))?.used).toBe(3)
  })

  it('is made though the connection is paused, if a person asks for it', async () => {
    const key = await newKey(account)
    await transact(db, key, (tx) => putPaused(tx, key, true))
    const opened = await door.open(key.supplierId, 'connect', { evenIfPaused: true })
    if (!opened.ok) throw new Error(opened.sentence)
    expect((await opened.value.erp.listBranches(opened.value.context)).ok).toBe(true)
  })

  it('is not made once the work was stopped, and not waited for longer than its purpose bears', async () => {
    const key = await newKey(account)
    const stop = new AbortController()
    const opened = await door.open(key.supplierId, 'import', { signal: stop.signal })
    const person = await door.open(key.supplierId, 'connect')
    if (!opened.ok || !person.ok) throw new Error('It did not open.')
    const call = (purpose: CallPurpose) => ({ purpose, method: 'GET', path: '/' })
    for (let i = 0; i < 3; i += 1) await opened.value.context.reserve(call('import'))
    const waiting = opened.value.context.reserve(call('import'))
    stop.abort()
    expect(await waiting).toMatchObject({ kind: 'busy', code: 'stopped' })
    await transact(db, key, (tx) =>
      sql`update call_budgets set recent = array(select clock_timestamp() - interval '20 s' from generate_series(1, 60))`.execute(
        tx,
      ),
    )
    const told = await person.value.context.reserve(call('connect'))
    expect(told).toMatchObject({ kind: 'busy', code: 'budget-full' })
    expect(!told.ok && told.waitMs).toBeGreaterThan(35_000)
    await transact(db, key, (tx) => sql`update call_budgets set recent = '{}', used = 5000`.execute(tx))
    expect(await person.value.context.reserve(call('connect'))).toMatchObject({ code: 'day-spent' })
  })
})

describe('the limits', async () => {
  const key = 'a made up key'
  const simulator = await startOmniSimulator({
    accounts: ['First'].map((apiUsername) => ({
      apiUsername,
      seed: 'demo',
      connections: [{ name: 'Purvey', key }],
    })),
  })
  afterAll(() => simulator.close())

  it('are kept by six loops of two processes that run flat out, at full speed', async () => {
    const first = await newKey({ username: 'First', key })
    const doors = [openDoor(db, simulator.url), openDoor(db, simulator.url)]
    const stop = new AbortController()
    const endMs = performance.now() + 6_000
    const purposes: CallPurpose[] = ['push', 'dispatch', 'import', 'refresh', 'payment', 'connect']
    const loops = purposes.map(async (purpose, i) => {
      const opened = await doors[i % 2]!.open(first.supplierId, purpose, { signal: stop.signal })
      if (!opened.ok) throw new Error(opened.sentence)
      while (performance.now() < endMs) await opened.value.erp.listBranches(opened.value.context)
    })
    setTimeout(() => stop.abort(), 6_000)
    await Promise.all(loops)
    const calls = simulator.account('First').calls()
    expect(calls.filter((call) => call.status === 429)).toEqual([])
    expect(calls.filter((call) => call.status === 200).length).toBeGreaterThanOrEqual(9)
    const budget = await read(db, first, (tx) => budgetOf(tx, first))
    expect(budget?.used).toBeGreaterThanOrEqual(calls.length)
  })
})
