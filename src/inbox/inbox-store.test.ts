/** One open entry per subject, however often and from however many sides it is reported; a closed one makes room for another. */
import { describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import { read, transact } from '../db/transact.ts'
import { closeEntriesOf, type NewEntry, openEntry } from './inbox-store.ts'

const { db } = await withDatabase()
const at = new Date('2026-03-02T09:00:00Z')

async function newSupplier(): Promise<SupplierId> {
  const supplierId = newId<SupplierId>()
  await transact(db, { system: true }, (tx) =>
    tx
      .insertInto('suppliers')
      .values({ supplierId, name: 'Kererū Foods', currency: 'NZD', timeZone: 'Pacific/Auckland' })
      .execute(),
  )
  return supplierId
}

const entry = (supplierId: SupplierId, more: Partial<NewEntry> = {}): NewEntry => ({
  supplierId,
  subjectKind: 'push',
  subjectId: 'order-1',
  cause: 'product-not-linked',
  sentence: 'Honey is not linked.',
  fixes: [{ kind: 'link-product', label: 'Link Honey', subjectId: 'product-1' }],
  at,
  ...more,
})
const open = (it: NewEntry) => transact(db, { supplierId: it.supplierId }, (tx) => openEntry(tx, it))
const all = (supplierId: SupplierId) =>
  read(db, { supplierId }, (tx) => tx.selectFrom('inboxEntries').selectAll().orderBy('entryId').execute())

describe('an entry', () => {
  it('is opened once and refreshed after that', async () => {
    const supplierId = await newSupplier()
    const first = await open(entry(supplierId))
    const later = new Date('2026-03-02T10:00:00Z')
    const again = await open(
      entry(supplierId, {
        cause: 'wrong',
        sentence: 'Now this.',
        said: 'No.',
        field: 'Customer',
        fixes: [],
        at: later,
      }),
    )
    expect(first.isNew).toBe(true)
    expect(again).toEqual({ entryId: first.entryId, isNew: false })
    expect(await all(supplierId)).toMatchObject([
      {
        cause: 'wrong',
        sentence: 'Now this.',
        said: 'No.',
        field: 'Customer',
        fix: [],
        seenCount: 2,
        openedAt: at,
        lastSeenAt: later,
      },
    ])
  })

  it('is one, when many report it at once', async () => {
    const supplierId = await newSupplier()
    const opened = await Promise.all(Array.from({ length: 12 }, () => open(entry(supplierId))))
    expect(opened.filter((one) => one.isNew)).toHaveLength(1)
    expect(await all(supplierId)).toMatchObject([{ seenCount: 12 }])
  })

  it('is closed with who and why; the same trouble later is a new one', async () => {
    const supplierId = await newSupplier()
    const subject = { supplierId, kind: 'push', id: 'order-1' } as const
    await open(entry(supplierId))
    await open(entry(supplierId, { subjectId: 'order-2' }))
    await open(entry(supplierId, { subjectKind: 'image' }))
    const close = () =>
      transact(db, { supplierId }, (tx) =>
        closeEntriesOf(tx, subject, { by: 'Aroha', reason: 'It is linked.', at }),
      )
    expect(await close()).toBe(1)
    expect(await close()).toBe(0)
    expect(await open(entry(supplierId))).toMatchObject({ isNew: true })
    const rows = await all(supplierId)
    expect(rows.filter((row) => row.closedAt !== null)).toMatchObject([
      { subjectId: 'order-1', subjectKind: 'push', closedBy: 'Aroha', closedReason: 'It is linked.' },
    ])
    expect(rows).toHaveLength(4)
  })
})
