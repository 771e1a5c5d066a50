/** Searching as people type: beginnings of words, all of them, a slip of the fingers forgiven, other suppliers unseen. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import type { CustomerView } from '../contract/customers.ts'
import { isRefusal } from '../core/refusal.ts'
import { createCustomer } from '../customers/create-customer.ts'
import { editCustomer } from '../customers/edit-customer.ts'
import { listCustomers } from '../customers/list-customers.ts'
import { makeSupplier } from '../sync/test-supplier.ts'
import { isOneMistake } from './typing-mistakes.ts'

const { db } = await withDatabase()
const { deps, actor } = await makeSupplier(db, undefined)
const made: CustomerView[] = []
for (const fields of [
  { name: 'Harbour Street Café', accountNumber: 'HS-2001', email: 'orders@harbour.example' },
  { name: 'Harbour Bakery', firstName: 'Mia', lastName: 'Ngata' },
  { name: 'Corner Deli', group: 'Wholesale', isActive: false },
  { name: '100% Juice_bar' },
]) {
  const customer = await createCustomer(deps, actor, fields)
  if (isRefusal(customer)) throw new Error(customer.sentence)
  made.push(customer)
}

async function found(search: string, more: object = {}) {
  const page = await listCustomers(deps, actor, { search, filter: 'all', limit: 50, ...more })
  if (isRefusal(page)) throw new Error(page.sentence)
  return page.items.map((row) => row.name)
}

test.each([
  ['harb', ['Harbour Bakery', 'Harbour Street Café']],
  ['HARBOUR str', ['Harbour Street Café']],
  ['bak harb', ['Harbour Bakery']],
  ['hs-20', ['Harbour Street Café']],
  ['orders@harbour', ['Harbour Street Café']],
  ['ngata', ['Harbour Bakery']],
  ['wholesale', ['Corner Deli']],
  ['harbuor', ['Harbour Bakery', 'Harbour Street Café']],
  ['bakey', ['Harbour Bakery']],
  ['strreet', ['Harbour Street Café']],
  ['streat harbour', ['Harbour Street Café']],
  ['100%', ['100% Juice_bar']],
  ['_bar', ['100% Juice_bar']],
  ['harbour deli', []],
  ['zzzzzz', []],
  ['%', []],
  ['', ['100% Juice_bar', 'Corner Deli', 'Harbour Bakery', 'Harbour Street Café']],
])('%j finds %j', async (typed, names) => {
  expect(await found(typed)).toEqual(names)
})

test('a changed name is found by its new words only', async () => {
  const [first] = made
  await editCustomer(deps, actor, { customerId: first!.customerId, revision: 1, name: 'Wharf Street Café' })
  expect(await found('wharf')).toEqual(['Wharf Street Café'])
  expect(await found('harbour bakery')).toEqual(['Harbour Bakery'])
  expect(await found('harbour street')).toEqual(['Wharf Street Café']) // by its e-mail address
})

test('pages go on after the last row, and another supplier finds nothing', async () => {
  const page = await listCustomers(deps, actor, { filter: 'all', limit: 3 })
  if (isRefusal(page)) throw new Error(page.sentence)
  expect(page.items).toHaveLength(3)
  expect(await found('', { cursor: page.next ?? '' })).toHaveLength(1)
  expect(await listCustomers(deps, actor, { filter: 'all', limit: 3, cursor: 'nonsense' })).toMatchObject({
    code: 'invalid-request',
  })
  const stranger = await makeSupplier(db, undefined)
  expect(
    await listCustomers(stranger.deps, stranger.actor, { search: 'street', filter: 'all', limit: 5 }),
  ).toEqual({ items: [], next: null })
})

test('one mistake is one letter missing, added, changed or swapped', () => {
  const word = fc.stringMatching(/^[a-zé]{4,12}$/)
  fc.assert(
    fc.property(word, fc.nat(), fc.stringMatching(/^[a-z]$/), (text, at, letter) => {
      const letters = Array.from(text)
      const index = at % letters.length
      const swapped = [...letters]
      ;[swapped[index], swapped[(index + 1) % letters.length]] = [
        swapped[(index + 1) % letters.length]!,
        swapped[index]!,
      ]
      const slips = [
        letters.toSpliced(index, 1),
        letters.toSpliced(index, 0, letter),
        letters.with(index, letter),
      ]
      if (index + 1 < letters.length) slips.push(swapped)
      return slips.every((slip) => isOneMistake(slip.join(''), text)) && isOneMistake(text, text)
    }),
  )
  expect(isOneMistake('form', 'from')).toBe(true)
  expect(isOneMistake('harbour', 'harvest')).toBe(false)
  expect(isOneMistake('abcd', 'badc')).toBe(false)
})
