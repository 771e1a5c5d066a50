/** An import through HTTP from start to end: who may, what is refused at which moment, and that no supplier sees another's. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../support/browser.ts'
import { type Callers, callersOf } from '../support/callers.ts'
import { type House, openHouse } from '../support/supplier-house.ts'

let house: House
let they: Callers

beforeAll(async () => {
  house = await openHouse({ households: 2 })
  they = await callersOf(house)
  await house.makeInCin7('Contacts', { company: 'Tern Café', type: 'Customer', isActive: true })
  await house.makeInCin7('Contacts', { company: 'Wharf Deli', type: 'Customer', isActive: true })
})
afterAll(() => house.close())

const unknown = '01890000-0000-7000-8000-000000000000'
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body['code']]
const start = (kind: string, who = they.owner) => who.call('/api/imports', { body: { kind } })

it('goes from reading to applied, chosen row by row', async () => {
  const started = await start('customers')
  expect([started.status, started.body['state']]).toEqual([200, 'reading'])
  const path = `/api/imports/${String(started.body['importId'])}`
  const choose = (body: unknown, who = they.owner) => who.call(`${path}/choices`, { body })
  const apply = (who = they.owner) => who.call(`${path}/apply`, { method: 'POST' })
  const cancel = (who = they.owner) => who.call(`${path}/cancel`, { method: 'POST' })

  // Nothing works yet, so that it stays at reading.
  expect(codeOf(await choose({ tab: 'new', choice: 'apply' }))).toEqual([409, 'import-not-ready'])
  expect(codeOf(await apply())).toEqual([409, 'import-not-ready'])
  expect(codeOf(await start('customers'))).toEqual([409, 'import-running'])
  const worker = await house.workHere()
  await until(async () => (await they.owner.call(path)).body['state'] === 'ready')
  expect((await they.owner.call(path)).body['counts']).toMatchObject({ new: 2, linked: 6, chosen: 0 })
  expect(codeOf(await apply())).toEqual([422, 'nothing-chosen'])
  expect(codeOf(await choose({ choice: 'apply' }))).toEqual([400, 'invalid-request'])
  expect(codeOf(await choose({ tab: 'new', rowNos: [1], choice: 'apply' }))).toEqual([400, 'invalid-request'])

  const { items } = (await they.owner.call(`${path}/rows?tab=new`)).body as {
    items: { rowNo: number; name: string }[]
  }
  expect(items.map(({ name }) => name).toSorted()).toEqual(['Tern Café', 'Wharf Deli'])
  const rowNos = items.filter(({ name }) => name === 'Tern Café').map(({ rowNo }) => rowNo)

  for (const answer of [
    await they.stranger.call(path),
    await they.stranger.call(`${path}/rows?tab=new`),
    await choose({ rowNos, choice: 'apply' }, they.stranger),
    await apply(they.stranger),
    await cancel(they.stranger),
  ])
    expect(codeOf(answer)).toEqual([404, 'not-found'])
  expect((await they.owner.call(path)).body).toMatchObject({ state: 'ready', counts: { chosen: 0 } })

  expect((await choose({ rowNos, choice: 'apply' })).body).toMatchObject({ counts: { chosen: 1 } })
  expect((await apply()).body).toMatchObject({ state: 'applying', rowsToApply: 1 })
  await until(async () => (await they.owner.call(path)).body['state'] === 'done')
  expect((await they.owner.call(path)).body).toMatchObject({ rowsApplied: 1 })
  const names = async (search: string, who = they.owner) =>
    ((await who.call(`/api/customers?search=${search}`)).body['items'] as { name: string }[]).map(
      ({ name }) => name,
    )
  expect(await names('tern')).toEqual(['Tern Café'])
  expect(await names('wharf')).toEqual([])
  expect(await names('tern', they.stranger)).not.toContain('Tern Café')
  expect(codeOf(await cancel())).toEqual([409, 'import-ended'])
  await worker.stop()
})

it('is cancelled, and another may begin', async () => {
  const { body } = await start('products')
  const cancel = () => they.owner.call(`/api/imports/${String(body['importId'])}/cancel`, { method: 'POST' })
  expect((await cancel()).body).toEqual({ done: true })
  expect(codeOf(await cancel())).toEqual([409, 'import-ended'])
  expect((await they.owner.call('/api/imports/latest?kind=products')).body).toMatchObject({
    import: { importId: body['importId'], state: 'cancelled' },
  })
  expect((await start('products')).status).toBe(200)
})

it('is for leads of the supplier alone', async () => {
  expect(codeOf(await start('customers', they.staff))).toEqual([403, 'not-allowed'])
  expect(codeOf(await start('customers', they.nobody))).toEqual([401, 'not-signed-in'])
  expect(codeOf(await they.staff.call('/api/imports/latest?kind=customers'))).toEqual([403, 'not-allowed'])
  expect(codeOf(await start('orders'))).toEqual([400, 'invalid-request'])
  for (const path of ['', '/rows?tab=new'])
    expect(codeOf(await they.owner.call(`/api/imports/${unknown}${path}`))).toEqual([404, 'not-found'])
  expect(codeOf(await they.owner.call('/api/imports/latest?kind=orders'))).toEqual([400, 'invalid-request'])
})
