/** The mapping: values, their sources, fallbacks, and that nothing is ever blanked out or made up. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mappingRule, type MappingRule } from '../contract/connection.ts'
import { fillComment, type MappedCustomer, type MappedOrder, resolveMapping } from './resolve-mapping.ts'

const customer: MappedCustomer = {
  name: 'Café Luna',
  accountNumber: 'C-17',
  email: null,
  phone: ' ',
  group: 'Cafés',
  paymentTerms: '20th of month',
  branchKey: null,
  customFields: { members_1000: ' 3PL North ', members_1001: '' },
}
const order: MappedOrder = {
  number: 'PV-1001',
  poNumber: 'PO 9',
  deliveryOn: '2026-03-05',
  buyerNote: '',
  freightDescription: 'Courier',
  source: 'edi',
}
const branches = [
  { key: '3', name: 'Auckland' },
  { key: '7', name: '3' },
]
type From = MappingRule['from']
type To = MappingRule['to']
const rule = (from: From, to: To): MappingRule => ({ from, to })
const field = (name: string): To => ({ kind: 'custom-field', field: name })
const constant = (value: string): From => ({ kind: 'constant', value })

describe('resolveMapping', () => {
  it('takes values from everywhere and says where each comes from', () => {
    const rules = [
      rule({ kind: 'customer-custom-field', field: 'Members_1000' }, field('orders_1000')),
      rule({ kind: 'customer-field', field: 'paymentTerms' }, field('orders_1001')),
      rule({ kind: 'order-field', field: 'deliveryOn' }, field('orders_1004')),
      rule({ kind: 'order-field', field: 'source' }, { kind: 'project-name' }),
      rule(constant('NZ Post'), { kind: 'carrier' }),
    ]
    expect(resolveMapping(rules, customer, order, branches)).toEqual({
      customFields: { orders_1000: '3PL North', orders_1001: '20th of month', orders_1004: '2026-03-05' },
      carrier: 'NZ Post',
      projectName: 'EDI order',
      values: [
        { target: 'orders_1000', value: '3PL North', source: 'Customer › Cin7 custom field Members_1000' },
        { target: 'orders_1001', value: '20th of month', source: 'Customer › Payment terms' },
        { target: 'orders_1004', value: '2026-03-05', source: 'Order › Delivery day' },
        { target: 'project name', value: 'EDI order', source: 'Order › Source' },
        { target: 'carrier', value: 'NZ Post', source: 'Fixed text' },
      ],
    })
  })

  it('leaves a blank value out, shows it as empty, and falls back to the next rule of the target', () => {
    const blank = [
      rule({ kind: 'customer-field', field: 'phone' }, field('orders_1000')),
      rule({ kind: 'customer-custom-field', field: 'members_1001' }, { kind: 'carrier' }),
      rule({ kind: 'customer-custom-field', field: 'members_9999' }, { kind: 'branch' }),
    ]
    const empty = resolveMapping(blank, customer, order, branches)
    expect(empty).toMatchObject({ customFields: {}, values: [{ value: '' }, { value: '' }, { value: '' }] })
    expect(empty).not.toHaveProperty('carrier')
    expect(empty).not.toHaveProperty('branchKey')
    const both = resolveMapping(
      [...blank, rule(constant('x'), { kind: 'carrier' }), rule(constant('y'), { kind: 'carrier' })],
      customer,
      order,
    )
    expect(both.carrier).toBe('x')
    expect(both.values.filter((value) => value.target === 'carrier')).toEqual([
      { target: 'carrier', value: 'x', source: 'Fixed text' },
    ])
  })

  it.each([
    ['auckland ', '3'],
    ['3', '3'],
    ['7', '7'],
    ['Wellington', 'Wellington'],
  ])('takes the branch “%s” for %s', (typed, key) => {
    expect(
      resolveMapping([rule(constant(typed), { kind: 'branch' })], customer, order, branches).branchKey,
    ).toBe(key)
  })

  it('puts the customer’s own branch before any rule', () => {
    const resolved = resolveMapping(
      [rule(constant('3'), { kind: 'branch' })],
      { ...customer, branchKey: '7' },
      order,
      branches,
    )
    expect(resolved).toMatchObject({
      branchKey: '7',
      values: [{ target: 'branch', value: '7', source: 'Customer › Branch' }],
    })
  })

  it('never throws, never gives an empty value, and gives each target once, for any rules that the contract takes', () => {
    const text = fc.string({ maxLength: 20 })
    const from = fc.oneof(
      fc.record({
        kind: fc.constant('customer-custom-field' as const),
        field: fc.oneof(text, fc.constant('__proto__')),
      }),
      fc.record({ kind: fc.constant('constant' as const), value: text }),
      fc.record({
        kind: fc.constant('order-field' as const),
        field: fc.constantFrom('number', 'poNumber', 'buyerNote'),
      }),
    )
    const to = fc.oneof(
      fc.constantFrom(
        { kind: 'branch' as const },
        { kind: 'carrier' as const },
        { kind: 'project-name' as const },
      ),
      fc.record({
        kind: fc.constant('custom-field' as const),
        field: fc.constantFrom('orders_1', 'orders_2'),
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ from, to }), { maxLength: 12 }), (drafts) => {
        const rules = drafts.flatMap((draft) => mappingRule.safeParse(draft).data ?? [])
        const { customFields, branchKey, carrier, projectName, values } = resolveMapping(
          rules,
          customer,
          order,
          branches,
        )
        for (const value of [...Object.values(customFields), branchKey, carrier, projectName])
          expect(value).not.toBe('')
        expect(new Set(values.map((value) => value.target)).size).toBe(values.length)
      }),
    )
  })
})

describe('fillComment', () => {
  const facts = {
    number: 'PV-1001',
    source: 'staff',
    person: 'Aroha',
    poNumber: null,
    link: 'https://x/orders/1',
    customer: '{person} & Co $&',
  } as const

  it('fills in all it knows, once, and leaves other braces as they are', () => {
    expect(fillComment('Purvey order {number}, {source}, keyed by {person}. {link}', facts)).toBe(
      'Purvey order PV-1001, staff order, keyed by Aroha. https://x/orders/1',
    )
    expect(fillComment('{customer} {unknown} {} {NUMBER}', facts)).toBe(
      '{person} & Co $& {unknown} {} PV-1001',
    )
  })

  it('closes the gap of an empty value and keeps line breaks', () => {
    expect(fillComment('PO {poNumber} of {person}\n{number}', facts)).toBe('PO of Aroha\nPV-1001')
  })
})
