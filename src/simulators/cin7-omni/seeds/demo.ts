// The demo supplier: Harbour & Hill Provisions of Auckland. The same on every start.

import type { BranchRow, PaymentRow, UserRow } from '../rows.ts'
import { demoContacts } from './demo-customers.ts'
import { demoBranches, demoCatalogue } from './demo-products.ts'
import type { DemoCatalogue } from './demo-products.ts'
import { seededRandom } from './random.ts'
import { newZealandSettings } from './seed.ts'
import type { OrderSeed, SeedData } from './seed.ts'

const branchPlaces = [
  {
    address1: '18 Kings Wharf',
    city: 'Auckland',
    postCode: '1010',
    email: 'auckland@harbour-and-hill.example',
  },
  {
    address1: '4 Waterman Place',
    city: 'Christchurch',
    postCode: '8022',
    email: 'christchurch@harbour-and-hill.example',
  },
  {
    address1: '77 Glover Street',
    city: 'Wellington',
    postCode: '6035',
    email: 'wellington@harbour-and-hill.example',
  },
]

const branches: BranchRow[] = demoBranches.map((branch, index) => ({
  id: branch.id,
  company: branch.company,
  isActive: true,
  branchType: 'Branch',
  stockControlOptions: 'FIFO',
  taxStatus: '15% GST on Income',
  createdDate: '2023-11-01T20:00:00Z',
  modifiedDate: '2025-02-11T01:30:00Z',
  country: 'New Zealand',
  ...branchPlaces[index],
  branchLocations: [{ zone: 'A', bins: ['A1', 'A2', 'A3'] }],
}))

const people = [
  'Ana Whitcombe/Owner',
  'Joel Tamihana/Sales representative',
  'Sina Lemalu/Sales representative',
  'Marcus Hale/Customer service',
  'Bex Orchard/Warehouse',
  'Old Account/Former staff',
]

const users: UserRow[] = people.map((person, index) => {
  const [name = '', jobTitle = ''] = person.split('/')
  const [firstName = '', lastName = ''] = name.split(' ')
  const email = `${firstName.toLowerCase()}@harbour-and-hill.example`
  return { id: index + 1, isActive: jobTitle !== 'Former staff', firstName, lastName, jobTitle, email }
})

/** A fortnight of orders keyed by hand, so that the board is not empty: dispatched, part dispatched, open, draft, void. */
function orders({ options }: DemoCatalogue): OrderSeed[] {
  const random = seededRandom(2026)
  const sellable = options.filter(
    (option) => option.productOptionCode && !option.size && Number(option['wholesalePrice'] ?? 0) > 0,
  )
  return Array.from({ length: 14 }, (_, index): OrderSeed => {
    const at = `${new Date(Date.UTC(2026, 10, 9 + index, 20 + (index % 3), 11 + index * 3, 24)).toISOString().slice(0, 19)}Z`
    const lineItems = Array.from({ length: random.whole(2, 7) }, (_line, sort) => {
      const option = random.pick(sellable)
      return {
        productOptionId: option.id,
        qty: random.whole(1, 8) * 3,
        unitPrice: option['wholesalePrice'],
        sort: sort + 1,
      }
    })
    const shippedShare = index < 9 ? 1 : index === 10 ? 0.5 : 0
    return {
      id: 3001 + index,
      reference: `HH-${10_401 + index}`,
      memberId: random.whole(20, 76),
      createdDate: at,
      modifiedDate: at,
      isApproved: index !== 12,
      isVoid: index === 11,
      branchId: index % 5 === 4 ? 2 : 1,
      customerOrderNo: random.next() < 0.6 ? `PO${random.whole(1000, 9999)}` : '',
      freightTotal: random.pick([0, 0, 12.5, 18]),
      freightDescription: 'Overnight courier',
      estimatedDeliveryDate: `${new Date(Date.UTC(2026, 10, 12 + index)).toISOString().slice(0, 10)}T00:00:00Z`,
      lineItems,
      ...(shippedShare > 0
        ? {
            shippedShare,
            logisticsCarrier: 'NZ Couriers',
            trackingCode: `NZC${random.whole(100_000, 999_999)}`,
          }
        : {}),
    }
  })
}

/** The oldest orders are paid, in part or on account. */
function payments(): PaymentRow[] {
  const methods = ['Direct Credit', 'Direct Credit', 'Credit Card', 'On Account']
  return methods.map((method, index): PaymentRow => {
    const at = `${new Date(Date.UTC(2026, 10, 16 + index, 22, 5 + index * 7)).toISOString().slice(0, 19)}Z`
    return {
      id: 801 + index,
      createdDate: at,
      // The official sample of a payment that nobody changed has none.
      modifiedDate: method === 'On Account' ? null : at,
      paymentDate: at,
      amount: [50, 120.5, 86.25, 0][index] ?? 0,
      method,
      isAuthorized: true,
      transactionRef: method === 'On Account' ? '' : `TX${40_100 + index}`,
      orderId: 3001 + index,
      orderRef: `HH-${10_401 + index}`,
      orderType: 'SalesOrder',
      branchId: index % 5 === 4 ? 2 : 1,
    }
  })
}

export function demoSeed(): SeedData {
  const catalogue = demoCatalogue()
  return {
    settings: newZealandSettings,
    contacts: demoContacts(),
    ...catalogue,
    branches,
    users,
    orders: orders(catalogue),
    payments: payments(),
  }
}
