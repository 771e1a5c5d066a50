// What is typed into an order: only what differs goes out, numbers stay exact, and a conflict loses nothing.
import { assert, array, constantFrom, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import type { ProductRow } from '../../../src/contract/products.ts'
import { badLines, changedDetails, detailsOf, editBody, isDirty, same, step, sum } from './draft.ts'
import type { Draft, DraftLine } from './draft.ts'
import { meant, readEntry } from './find-product.ts'
import { rebase, redo } from './rebase.ts'
import { changeDraft } from './use-order-draft.ts'

const details = detailsOf({
  poNumber: null,
  deliveryOn: null,
  buyerNote: '',
  internalNote: '',
  freight: '12.5000',
  freightDescription: 'Freight',
  deliveryAddress: { city: 'Tauranga' },
  billingAddress: {},
})

function line(key: string, change: Partial<DraftLine> = {}): DraftLine {
  return {
    key,
    isSaved: true,
    productId: `product-${key}`,
    code: key.toUpperCase(),
    name: `Product ${key}`,
    option: '',
    unit: null,
    image: null,
    quantity: '1',
    unitPrice: '2.50',
    comment: '',
    listPrice: '2.50',
    priceReason: '',
    ...change,
  }
}
const base: Draft = { details, lines: [line('a'), line('b'), line('c')] }
const typed = (draft: Draft, key: string, quantity: string): Draft =>
  changeDraft(draft, { type: 'line', key, field: 'quantity', value: quantity })

test('a value typed differently but meaning the same is no change', () => {
  expect(isDirty(base, typed(base, 'a', '1.000'))).toBe(false)
  expect(isDirty(base, { ...base, details: { ...details, freight: '12.5' } })).toBe(false)
  expect(same('0.1', '0.10')).toBe(true)
  expect(same('', '0')).toBe(false)
})

test('changing the PO number sends neither lines nor addresses', () => {
  const mine = changeDraft(base, { type: 'detail', key: 'poNumber', value: 'PO 7' })
  expect(editBody(base, mine, 4)).toEqual({ poNumber: 'PO 7', revision: 4 })
})

test('changing one part of an address sends the whole address, without its empty parts', () => {
  const mine = changeDraft(base, { type: 'detail', key: 'deliveryAddress.postcode', value: '3110' })
  expect(editBody(base, mine, 1)).toEqual({
    deliveryAddress: { city: 'Tauranga', postcode: '3110' },
    revision: 1,
  })
})

test('a new line goes out without an id, the others keep theirs and their order', () => {
  const mine = changeDraft(base, { type: 'add', line: line('new-1', { isSaved: false, quantity: '3' }) })
  const lines = editBody(base, mine, 1).lines ?? []
  expect(lines.map((one) => one.lineId)).toEqual(['a', 'b', 'c', undefined])
  expect(lines[3]).toMatchObject({ productId: 'product-new-1', quantity: '3', unitPrice: '2.50' })
})

test('a removed line can be put back where it was', () => {
  const gone = changeDraft(base, { type: 'remove', key: 'b' })
  const back = changeDraft(gone, { type: 'put-back', line: line('b'), index: 1 })
  expect(isDirty(base, back)).toBe(false)
})

test('lines without a quantity or price are found before they are sent', () => {
  const bad = [
    line('a', { quantity: '0' }),
    line('b', { unitPrice: '' }),
    line('c', { unitPrice: '1.23456' }),
  ]
  expect(badLines([...bad, line('d', { unitPrice: '0' })]).map((one) => one.key)).toEqual(['a', 'b', 'c'])
})

test('steppers and adding stay exact and never reach zero', () => {
  expect(sum('0.1', '0.2')).toBe('0.3')
  expect(step('2.5', 1)).toBe('3.5')
  expect(step('1', -1)).toBe('1')
  expect(step('', 1)).toBe('1')
})

test('changes to different values are all kept', () => {
  const mine = typed(base, 'a', '5')
  const theirs: Draft = {
    details: { ...details, buyerNote: 'Ring twice' },
    lines: [line('a'), line('b', { quantity: '9' }), line('c'), line('d')],
  }
  const { draft, clashes } = rebase(base, mine, theirs)
  expect(clashes).toEqual([])
  expect(draft.lines.map((one) => one.quantity)).toEqual(['5', '9', '1', '1'])
  expect(draft.details.buyerNote).toBe('Ring twice')
})

test('where both changed one value theirs stands, and mine is one press away', () => {
  const mine = changeDraft(typed(base, 'a', '5'), { type: 'detail', key: 'poNumber', value: 'MINE' })
  const theirs = changeDraft(typed(base, 'a', '7'), { type: 'detail', key: 'poNumber', value: 'THEIRS' })
  const { draft, clashes } = rebase(base, mine, theirs)
  expect(draft.lines[0]?.quantity).toBe('7')
  expect(draft.details.poNumber).toBe('THEIRS')
  const again = clashes.reduce(redo, draft)
  expect(again.lines[0]?.quantity).toBe('5')
  expect(again.details.poNumber).toBe('MINE')
})

test('a line changed by one and removed by the other is asked about, either way', () => {
  const removed = changeDraft(base, { type: 'remove', key: 'b' })
  const changed = typed(base, 'b', '8')
  const theyChanged = rebase(base, removed, changed)
  expect(theyChanged.clashes).toMatchObject([{ kind: 'removed-by-me', key: 'b' }])
  expect(theyChanged.clashes.reduce(redo, theyChanged.draft).lines.map((one) => one.key)).toEqual(['a', 'c'])
  const theyRemoved = rebase(base, changed, removed)
  expect(theyRemoved.clashes).toMatchObject([{ kind: 'removed-by-them' }])
  const again = theyRemoved.clashes.reduce(redo, theyRemoved.draft)
  expect(again.lines.at(-1)).toMatchObject({ productId: 'product-b', quantity: '8', isSaved: false })
})

test('whatever two people do, every change of mine is carried over or kept aside', () => {
  const act = record({ key: constantFrom('a', 'b', 'c'), quantity: constantFrom('1', '2', '3', 'gone') })
  const play = (acts: { key: string; quantity: string }[]) =>
    acts.reduce(
      (draft, { key, quantity }) =>
        quantity === 'gone' ? changeDraft(draft, { type: 'remove', key }) : typed(draft, key, quantity),
      base,
    )
  assert(
    property(array(act, { maxLength: 5 }), array(act, { maxLength: 5 }), (my, their) => {
      const mine = play(my)
      const { draft, clashes } = rebase(base, mine, play(their))
      const end = clashes.reduce(redo, draft)
      for (const was of base.lines) {
        const wanted = mine.lines.find((one) => one.key === was.key)
        const got = end.lines.find((one) => one.productId === was.productId)
        if (wanted === undefined) expect(got).toBeUndefined()
        else if (!same(wanted.quantity, was.quantity)) expect(got?.quantity).toBe(wanted.quantity)
      }
      expect(changedDetails(base.details, end.details)).toEqual([])
    }),
  )
})

test('what is typed to add a line is read with its quantity', () => {
  expect(readEntry('12x TOM-5')).toEqual({ quantity: '12', text: 'TOM-5' })
  expect(readEntry(' 2,5 × flour ')).toEqual({ quantity: '2.5', text: 'flour' })
  expect(readEntry('9400000000012')).toEqual({ quantity: '1', text: '9400000000012' })
  expect(readEntry('XL box')).toEqual({ quantity: '1', text: 'XL box' })
})

test('only a certain product is added without being chosen', () => {
  const product = (code: string, barcode: string | null): ProductRow => ({
    productId: code,
    name: code,
    code,
    barcode,
    category: null,
    unit: null,
    basePrice: '1.00',
    isActive: true,
    orderable: { allowed: true },
    image: null,
    linked: true,
  })
  const [six, sixty] = [product('TOM-6', '94001'), product('TOM-60', '94002')]
  expect(meant('tom-6', [sixty, six])).toBe(six)
  expect(meant('94002', [six, sixty])).toBe(sixty)
  expect(meant('tom', [six, sixty])).toBeUndefined()
  expect(meant('tom', [six])).toBe(six)
  expect(
    meant('same', [product('SAME', null), { ...product('SAME', null), productId: 'other' }]),
  ).toBeUndefined()
})
