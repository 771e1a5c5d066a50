import { expect, test } from 'vitest'
import { bodyOf, newCustomer, valuesOf } from './customer-fields.ts'

const cafe = {
  ...newCustomer,
  name: 'Harbour Street Café',
  email: 'orders@harbour.example',
  deliveryAddress: { line1: '1 Quay', city: 'Nelson' },
}

test('only the changed fields are written', () => {
  const values = { ...valuesOf(cafe), phone: ' 03 555 010 ' }
  expect(bodyOf(values, ['phone'])).toEqual({ phone: '03 555 010' })
})

test('emptied text becomes none, but a name stays text for the server to judge', () => {
  const values = { ...valuesOf(cafe), email: '  ', name: ' ' }
  expect(bodyOf(values, ['email', 'name'])).toEqual({ email: null, name: '' })
})

test('an address goes whole when a part of it changed', () => {
  const values = { ...valuesOf(cafe), 'deliveryAddress.postcode': '7010' }
  expect(bodyOf(values, ['deliveryAddress.postcode'])).toEqual({
    deliveryAddress: { line1: '1 Quay', city: 'Nelson', postcode: '7010' },
  })
})

test('a customer survives the way into the form and back', () => {
  const values = valuesOf(cafe)
  expect(bodyOf(values, Object.keys(values))).toEqual(cafe)
})
