/** Try it, on stored orders and customers; and that every endpoint of the contract's area has its route. */
import { beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import * as contract from '../contract/connection.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import { transact } from '../db/transact.ts'
import { connectionRoutes } from '../server/routes/connection.ts'
import { putSettings } from './connection-store.ts'
import { addConnection, addSupplier } from './test-setup.ts'
import { tryMapping } from './try-mapping.ts'

const { db } = await withDatabase()
const deps = { db, publicUrl: 'https://orders.example' }
const orderId = newId()
const rule = {
  from: { kind: 'customer-custom-field', field: 'members_1000' },
  to: { kind: 'custom-field', field: 'orders_1000' },
} as const
let supplierId: SupplierId

beforeAll(async () => {
  supplierId = await addSupplier(db)
  const connectionId = await addConnection(db, supplierId)
  const customerId = newId()
  await transact(db, { supplierId }, async (tx) => {
    await putSettings(tx, { supplierId, connectionId }, 1, { customFieldMapping: [rule] })
    await tx
      .insertInto('customers')
      .values({
        supplierId,
        customerId,
        name: 'Café Luna',
        customFields: json({ members_1000: '3PL North' }),
        branchKey: '3',
      })
      .execute()
    await tx
      .insertInto('orders')
      .values({
        supplierId,
        orderId,
        number: 'PV-1001',
        status: 'placed',
        source: 'staff',
        customerId,
        currency: 'NZD',
        taxTreatment: 'exclusive',
        taxRate: '15',
        taxRounding: 'order',
        productTotal: '1',
        tax: '0.15',
        total: '1.15',
        lineCount: 1,
        createdBy: 'Aroha',
      })
      .execute()
  })
})

describe('try mapping', () => {
  it('shows what the saved mapping and comment template give', async () => {
    expect(await tryMapping(deps, { supplierId }, { orderId })).toEqual({
      values: [
        { target: 'branch', value: '3', source: 'Customer › Branch' },
        { target: 'orders_1000', value: '3PL North', source: 'Customer › Cin7 custom field members_1000' },
        {
          target: 'internal comment',
          value: `Purvey order PV-1001, staff order, keyed by Aroha. https://orders.example/orders/${orderId}`,
          source: 'Comment template',
        },
      ],
    })
  })

  it('takes unsaved ones instead', async () => {
    const input = {
      orderId,
      customFieldMapping: [
        { from: { kind: 'constant', value: 'NZ Post' }, to: { kind: 'carrier' } } as const,
      ],
      internalCommentTemplate: '{customer}',
    }
    expect(await tryMapping(deps, { supplierId }, input)).toMatchObject({
      values: [{ target: 'branch' }, { target: 'carrier', value: 'NZ Post' }, { value: 'Café Luna' }],
    })
  })

  it('refuses an order that is not the supplier’s, and a supplier without a connection', async () => {
    expect(await tryMapping(deps, { supplierId }, { orderId: newId() })).toMatchObject({ code: 'not-found' })
    const other = await addSupplier(db)
    expect(await tryMapping(deps, { supplierId: other }, { orderId })).toMatchObject({
      code: 'not-connected',
    })
    await addConnection(db, other)
    expect(await tryMapping(deps, { supplierId: other }, { orderId })).toMatchObject({ code: 'not-found' })
  })
})

it('has a route for every endpoint of the connection', () => {
  const declared = Object.values(contract).filter((value) => 'path' in value && 'method' in value)
  expect(declared.length).toBeGreaterThan(9)
  expect(new Set(connectionRoutes.map((route) => route.endpoint))).toEqual(new Set(declared))
})
