/** Connect, check, disconnect, pause and settings, against a simulated Cin7 Omni over real HTTP and a real database. */
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { systemClock } from '../core/clock.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import { isRefusal } from '../core/refusal.ts'
import { json } from '../db/json.ts'
import { read, transact } from '../db/transact.ts'
import { startOmniSimulator } from '../simulators/cin7-omni/server.ts'
import { checkConnection } from './check-connection.ts'
import { connect, type ConnectDeps } from './connect.ts'
import { budgetOf, closeBudget } from './call-store.ts'
import { connectionById } from './connection-store.ts'
import { showConnection } from './connection-view.ts'
import { disconnect } from './disconnect.ts'
import { pauseConnection, resumeConnection } from './pause-connection.ts'
import { recordPermission } from './record-permission.ts'
import { saveConnectionSettings } from './save-connection-settings.ts'
import { showSync } from './sync-view.ts'
import { actorOf, addSupplier, openDoor, openJobTable } from './test-setup.ts'

const { db, ownerConnection } = await withDatabase({ poolMax: 6 })
const owner = new Client(ownerConnection)
await owner.connect()
afterAll(() => owner.end())
const jobs = await openJobTable((text) => owner.query(text))

const key = 'the key of the connection'
const usernames = ['KereruNZ', 'OtherNZ']
const simulator = await startOmniSimulator({
  limits: 'off',
  accounts: usernames.map((apiUsername) => ({
    apiUsername,
    connections: [{ name: 'Purvey', key }],
    seed: 'demo',
  })),
})
afterAll(() => simulator.close())
const omni = simulator.account('KereruNZ')
const door = openDoor(db, simulator.url, { limits: { perSecond: 100, perMinute: 1_000, perDay: 5_000 } })
const deps: ConnectDeps = { db, clock: systemClock, jobs, erp: door }

let supplierId: SupplierId
let actor: ReturnType<typeof actorOf>
beforeEach(async () => {
  supplierId = await addSupplier(db)
  actor = actorOf(supplierId)
  omni.restoreKey()
  omni.clearFaults()
  await jobs.names(db)
})

const good = { username: 'KereruNZ', key }

async function connected(input = good) {
  const view = await connect(deps, actor, input)
  if (isRefusal(view)) throw new Error(view.sentence)
  return view
}

const openEntries = () =>
  read(db, { supplierId }, (tx) =>
    tx.selectFrom('inboxEntries').select('cause').where('closedAt', 'is', null).execute(),
  )

describe('connect', () => {
  it('stores what it proved, starts with the account’s second tier, and sets all that waits going', async () => {
    const view = await connected()
    expect(view).toMatchObject({
      username: 'KereruNZ',
      state: 'connected',
      stateCode: null,
      paused: false,
      revision: 1,
      adapter: 'cin7-omni',
    })
    expect(view.permissions.filter((line) => line.state === 'allowed')).toHaveLength(9)
    expect(view.permissions.filter((line) => line.verb === 'create').map((line) => line.state)).toEqual([
      'not-yet-proven',
      'not-yet-proven',
    ])
    expect(view.priceTiers.length).toBeGreaterThan(1)
    expect(view.priceTier).toMatch(/^wholesale/)
    expect(view.branches.length).toBeGreaterThan(0)
    expect(await jobs.names(db)).toEqual(['drain-pushes', 'poll-dispatches'])
    expect(await showConnection(deps, actor)).toEqual({ address: simulator.url, connection: view })
  })

  it('never shows the key, and stores it encrypted only', async () => {
    const view = await connected()
    const { rows } = await owner.query(
      'select row_to_json(c) as row from connections c union all select row_to_json(c) from calls c',
    )
    for (const shown of [
      JSON.stringify(view),
      JSON.stringify(rows),
      JSON.stringify(await showSync(deps, actor)),
    ]) {
      expect(shown).not.toContain(key)
    }
  })

  it('counts the calls that it made before there was a row', async () => {
    await connected()
    const sync = await showSync(deps, actor)
    expect(sync.budget.usedBy).toEqual({ connect: sync.calls.length })
    expect(sync.calls.length).toBeGreaterThanOrEqual(11)
    expect(sync.loops.map((loop) => loop.loop)).toEqual(['pushes', 'dispatches', 'refresh'])
    expect(sync.waiting).toEqual({ waiting: 0, sending: 0, parked: 0 })
  })

  it('counts them from their answers, as later ones', async () => {
    omni.armFault({ kind: 'delay', value: 300, times: 1 })
    const start = Date.now()
    const { connectionId } = await connected()
    const budget = await read(db, { supplierId }, (tx) => budgetOf(tx, { supplierId, connectionId }))
    expect(budget!.recent[0]!.getTime()).toBeGreaterThanOrEqual(start + 300)
  })

  it('refuses a wrong key, with what to check, and stores nothing', async () => {
    expect(await connect(deps, actor, { ...good, key: 'wrong' })).toMatchObject({
      code: 'wrong-key',
      sentence: expect.stringContaining('Settings › Integrations & API › API v1'),
    })
    expect((await showConnection(deps, actor)).connection).toBeNull()
    expect(await jobs.names(db)).toEqual([])
  })

  it('says when Cin7 cannot be reached', async () => {
    const nowhere = openDoor(db, 'http://127.0.0.1:9/api')
    expect(await connect({ ...deps, erp: nowhere }, actor, good)).toMatchObject({
      code: 'erp-unreachable',
      sentence: expect.stringMatching(/^[^.]+\. Try again in a few minutes\.$/) as string,
    })
  })

  it('asks no more of a Cin7 that is down than it takes to see that', async () => {
    omni.clearCalls()
    omni.armFault({ kind: 'html502' })
    expect(await connect(deps, actor, good)).toMatchObject({ code: 'erp-unreachable' })
    omni.clearFaults()
    expect(new Set(omni.calls().map((call) => call.path)).size).toBe(2)
  })

  it('connects with resources that are down where others work, and says which', async () => {
    for (const resource of ['Contacts', 'Products']) omni.armFault({ kind: 'html502', resource })
    const view = await connected()
    omni.clearFaults()
    expect(
      view.permissions.filter((line) => line.state === 'unreachable').map((line) => line.resource),
    ).toEqual(['Contacts', 'Products'])
  })

  it('connects with boxes not ticked, and says which', async () => {
    omni.setPermission('Branches', 'Read', false)
    const view = await connected()
    omni.setPermission('Branches', 'Read', true)
    expect(view.branches).toEqual([])
    expect(view.permissions.find((line) => line.resource === 'Branches')).toMatchObject({
      verb: 'read',
      state: 'not-ticked',
    })
  })

  it('refuses another account while one is live, and takes it after a disconnect', async () => {
    await connected()
    const other = { username: 'OtherNZ', key }
    expect(await connect(deps, actor, other)).toMatchObject({
      code: 'other-account-connected',
      facts: { username: 'KereruNZ' },
    })
    await disconnect(deps, actor)
    expect((await connected(other)).username).toBe('OtherNZ')
  })

  it('takes the same account up again, whatever the case of its name, with its settings', async () => {
    const first = await connected()
    const saved = await saveConnectionSettings(deps, actor, {
      revision: 1,
      priceTier: first.priceTiers[0]!.key,
      contactGroups: ['Cafés'],
    })
    if (isRefusal(saved)) throw new Error(saved.sentence)
    await pauseConnection(deps, actor)
    expect(await disconnect(deps, actor)).toEqual({ done: true })
    const gone = (await showConnection(deps, actor)).connection
    expect(gone).toMatchObject({ state: 'disconnected', connectionId: first.connectionId })
    const stored = await read(db, actor, (tx) =>
      connectionById(tx, { supplierId, connectionId: first.connectionId }),
    )
    expect(stored?.keyEnvelope).toBeNull()
    const again = await connected()
    expect(again).toMatchObject({
      connectionId: first.connectionId,
      state: 'connected',
      paused: false,
      priceTier: first.priceTiers[0]!.key,
      contactGroups: ['Cafés'],
    })
  })

  it('lets only one of two accounts that are connected at once win', async () => {
    const answers = await Promise.all([
      connect(deps, actor, good),
      connect(deps, actor, { username: 'OtherNZ', key }),
      connect(deps, actor, good),
    ])
    const codes = answers.map((answer) => (isRefusal(answer) ? answer.code : answer.username))
    expect(new Set(codes).size).toBe(2)
    expect(codes).toContain('other-account-connected')
  })

  it('prices products by the tier it starts with', async () => {
    const productId = newId()
    await transact(db, { supplierId }, (tx) =>
      tx
        .insertInto('products')
        .values({
          supplierId,
          productId,
          name: 'Honey',
          code: 'HON',
          tierPrices: json({ wholesale: '8.50', wholesalenzd: '8.50' }),
        })
        .execute(),
    )
    await connected()
    const product = await read(db, { supplierId }, (tx) =>
      tx.selectFrom('products').select('basePrice').executeTakeFirstOrThrow(),
    )
    expect(product.basePrice).toBe('8.5000')
  })
})

describe('a key that was revoked', () => {
  it('turns the connection to needs attention, and all goes on when the key is replaced', async () => {
    const { connectionId } = await connected()
    await jobs.names(db)
    omni.revokeKey()
    expect(await checkConnection(deps, actor)).toMatchObject({ code: 'wrong-key' })
    expect((await showConnection(deps, actor)).connection).toMatchObject({
      state: 'needs-attention',
      stateCode: 'wrong-key',
    })
    expect(await openEntries()).toEqual([{ cause: 'wrong-key' }])
    expect(await door.open(supplierId, 'push')).toMatchObject({ code: 'needs-attention' })
    expect(await jobs.names(db)).toEqual([])
    omni.restoreKey()
    expect(await connected()).toMatchObject({ connectionId, state: 'connected', stateSentence: null })
    expect(await openEntries()).toEqual([])
    expect(await jobs.names(db)).toEqual(['drain-pushes', 'poll-dispatches'])
    expect((await door.open(supplierId, 'push')).ok).toBe(true)
  })

  it('is cured by a check as well, once Cin7 takes it again', async () => {
    await connected()
    omni.revokeKey()
    await checkConnection(deps, actor)
    omni.restoreKey()
    await jobs.names(db)
    expect(await checkConnection(deps, { supplierId, name: 'Purvey' })).toMatchObject({ state: 'connected' })
    expect(await openEntries()).toEqual([])
    expect(await jobs.names(db)).toEqual(['drain-pushes', 'poll-dispatches'])
  })
})

describe('check', () => {
  it('gets through while Cin7 is left alone, and ends that', async () => {
    const { connectionId } = await connected()
    const budgetKey = { supplierId, connectionId }
    await transact(db, { supplierId }, (tx) =>
      closeBudget(tx, budgetKey, { told: 300_000, firstMs: 2_000, longestMs: 600_000 }),
    )
    expect((await showSync(deps, actor)).budget.closedUntil).not.toBeNull()
    // As often as a read is tried.
    omni.armFault({ kind: 'tooMany', times: 3 })
    expect(await checkConnection(deps, actor)).toMatchObject({
      code: 'erp-busy',
      sentence: expect.stringMatching(/slow down\. Try again in \d+ s\.$/) as string,
      facts: { retryAfterSeconds: expect.any(Number) },
    })
    expect((await showSync(deps, actor)).budget.closedUntil).not.toBeNull()
    expect(await checkConnection(deps, actor)).toMatchObject({ state: 'connected' })
    expect((await showSync(deps, actor)).budget.closedUntil).toBeNull()
  })

  it('keeps what was proven by doing, under the same key, and reads tiers and branches anew', async () => {
    const { connectionId } = await connected()
    const line = { supplierId, connectionId, resource: 'SalesOrders', verb: 'create' } as const
    await transact(db, { supplierId }, (tx) => recordPermission(tx, { ...line, state: 'proven' }))
    const view = await checkConnection(deps, actor)
    if (isRefusal(view)) throw new Error(view.sentence)
    const seen = view.permissions.find((one) => one.resource === 'SalesOrders' && one.verb === 'create')
    expect(seen?.state).toBe('proven')
    await transact(db, { supplierId }, (tx) =>
      recordPermission(tx, { ...line, state: 'not-ticked', sentence: 'Tick it.' }),
    )
    const after = (await showConnection(deps, actor)).connection?.permissions
    expect(after?.filter((one) => one.resource === 'SalesOrders' && one.verb === 'create')).toEqual([
      { resource: 'SalesOrders', verb: 'create', state: 'not-ticked', sentence: 'Tick it.' },
    ])
  })

  it('needs a connection', async () => {
    expect(await checkConnection(deps, actor)).toMatchObject({ code: 'not-connected' })
    expect(await disconnect(deps, actor)).toMatchObject({ code: 'not-connected' })
    expect(await pauseConnection(deps, actor)).toMatchObject({ code: 'not-connected' })
    expect(await saveConnectionSettings(deps, actor, { revision: 1 })).toMatchObject({
      code: 'not-connected',
    })
  })
})

it('pauses without a job, and resumes with all that waited', async () => {
  await connected()
  await jobs.names(db)
  expect(await pauseConnection(deps, actor)).toMatchObject({ paused: true, state: 'connected' })
  expect(await jobs.names(db)).toEqual([])
  expect(await door.open(supplierId, 'push')).toMatchObject({ code: 'paused' })
  expect(await resumeConnection(deps, actor)).toMatchObject({ paused: false })
  expect(await jobs.names(db)).toEqual(['drain-pushes', 'poll-dispatches'])
})

describe('settings', () => {
  it('are saved by the revision that was seen, and refused otherwise', async () => {
    await connected()
    const rule = { from: { kind: 'constant', value: '3PL' }, to: { kind: 'carrier' } } as const
    const saved = await saveConnectionSettings(deps, actor, {
      revision: 1,
      customFieldMapping: [rule],
      contactGroups: ['A', 'B', 'A'],
    })
    expect(saved).toMatchObject({ revision: 2, customFieldMapping: [rule], contactGroups: ['A', 'B'] })
    expect(await saveConnectionSettings(deps, actor, { revision: 1 })).toMatchObject({
      code: 'revision-stale',
      facts: { revision: 2 },
    })
    expect(await saveConnectionSettings(deps, actor, { revision: 2, priceTier: 'gold' })).toMatchObject({
      code: 'price-tier-unknown',
      sentence: expect.stringContaining('Wholesale'),
    })
    const twice = await Promise.all(
      [1, 2].map(() => saveConnectionSettings(deps, actor, { revision: 2, contactGroups: [] })),
    )
    expect(twice.filter((answer) => isRefusal(answer))).toHaveLength(1)
  })

  it('of the price tier reprice all products that follow Cin7, 50,000 in one statement', async () => {
    const { priceTiers } = await connected()
    const retail = priceTiers.find((tier) => tier.key.startsWith('retail'))!.key
    const product = (code: string, values: { tiers?: object; price?: string; kept?: string[] }) => ({
      supplierId,
      productId: newId(),
      name: code,
      code,
      tierPrices: json(values.tiers ?? {}),
      basePrice: values.price ?? null,
      keptFields: json(values.kept ?? []),
    })
    await transact(db, { supplierId }, async (tx) => {
      await tx
        .insertInto('products')
        .values([
          product('follows', { tiers: { [retail]: '12.3456' }, price: '8' }),
          product('kept', { tiers: { [retail]: '12' }, price: '8', kept: ['name', 'basePrice'] }),
          product('by hand', { price: '8' }),
          product('no tier', { tiers: { vip: '5' }, price: '8' }),
          product('zero', { tiers: { [retail]: '0' }, price: '8' }),
          product('same', { tiers: { [retail]: '8.0' }, price: '8' }),
        ])
        .execute()
      await sql`insert into products (supplier_id, product_id, name, code, tier_prices)
        select ${supplierId}, gen_random_uuid(), 'bulk', 'bulk-' || n, jsonb_build_object(${retail}::text, '1.25') from generate_series(1, 50000) n`.execute(
        tx,
      )
    })
    const saved = await saveConnectionSettings(deps, actor, { revision: 1, priceTier: retail })
    expect(saved).toMatchObject({ priceTier: retail, revision: 2 })
    const { rows } = await owner.query(
      'select name, base_price, count(*)::int, max(revision) as revision from products where supplier_id = $1 group by 1, 2 order by 1',
      [supplierId],
    )
    expect(
      rows.map((row: Record<string, unknown>) => [
        row['name'],
        row['base_price'],
        row['count'],
        row['revision'],
      ]),
    ).toEqual([
      ['bulk', '1.2500', 50_000, 2],
      ['by hand', '8.0000', 1, 1],
      ['follows', '12.3456', 1, 2],
      ['kept', '8.0000', 1, 1],
      ['no tier', null, 1, 2],
      ['same', '8.0000', 1, 1],
      ['zero', null, 1, 2],
    ])
  })
})
