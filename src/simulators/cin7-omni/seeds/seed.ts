// What a seed is: plain records for one account, before the simulator adds ids, dates and totals of its own.
// A seed must be the same on every start.

import type {
  BranchRow,
  CategoryRow,
  ContactRow,
  OptionRow,
  PaymentRow,
  ProductRow,
  Row,
  StockRow,
  UserRow,
} from '../rows.ts'

/** Settings of an Omni account that its API behaviour depends on. */
export type AccountSettings = {
  currencyCode: string
  currencySymbol: string
  /** Units of the other currency for one of the account's, as `currencyRate` is looked up (live; values are made up). */
  currencyRates: Record<string, number>
  taxStatus: 'Incl' | 'Excl' | 'Exempt'
  /** Percent. */
  taxRate: number
  defaultBranchId: number
  /** Keys of the custom fields that exist; others are dropped on write (guess). */
  customFields: { orders: string[]; members: string[]; products: string[] }
}

/** Sales orders of a seed are written as a client would post them, with `createdDate` and extras that only the warehouse sets. */
export type OrderSeed = { [field: string]: unknown; shippedShare?: number }

export type SeedData = {
  settings: AccountSettings
  contacts: ContactRow[]
  products: ProductRow[]
  options: OptionRow[]
  categories: CategoryRow[]
  branches: BranchRow[]
  /** Ids are given when the seed is loaded. */
  stock: StockRow[]
  users: UserRow[]
  orders: OrderSeed[]
  payments: PaymentRow[]
}

/** A seed of one's own: whatever is left out is empty, except one main branch with id 1 when there is none. */
export type CustomSeed = {
  settings?: Partial<AccountSettings>
  contacts?: (Partial<ContactRow> & Row)[]
  products?: (Partial<ProductRow> & Row)[]
  /** `key` may be left out; it is then the position. */
  options?: (Partial<OptionRow> & Row)[]
  categories?: (Partial<CategoryRow> & Row)[]
  branches?: (Partial<BranchRow> & Row)[]
  stock?: Partial<StockRow>[]
  users?: (Partial<UserRow> & Row)[]
  orders?: OrderSeed[]
  payments?: (Partial<PaymentRow> & Row)[]
}

export const newZealandSettings: AccountSettings = {
  currencyCode: 'NZD',
  currencySymbol: '$',
  currencyRates: { NZD: 1, AUD: 0.92, USD: 0.6, EUR: 0.55, GBP: 0.47 },
  taxStatus: 'Excl',
  taxRate: 15,
  defaultBranchId: 1,
  customFields: {
    orders: ['orders_1000', 'orders_1001', 'orders_1004', 'orders_1005'],
    members: ['members_1000', 'members_1001', 'members_1002'],
    products: ['products_1005'],
  },
}

export const mainBranch: BranchRow = { id: 1, company: 'Main Branch', isActive: true, branchType: 'Branch' }

export function customSeed(custom: CustomSeed): SeedData {
  const settings = { ...newZealandSettings, ...custom.settings }
  const branches = (custom.branches ?? []).map((row): BranchRow => ({
    company: 'Branch',
    isActive: true,
    ...row,
  }))
  const first = branches[0]
  if (first && !custom.settings?.defaultBranchId) settings.defaultBranchId = first.id
  return {
    settings,
    contacts: (custom.contacts ?? []).map((row): ContactRow => ({
      type: 'Customer',
      isActive: true,
      ...row,
    })),
    products: (custom.products ?? []).map((row): ProductRow => ({
      status: 'Public',
      name: `Product ${row.id}`,
      ...row,
    })),
    options: (custom.options ?? []).map((row, index): OptionRow => ({
      key: index + 1,
      productId: 0,
      status: 'Primary',
      stockAvailable: 0,
      stockOnHand: 0,
      ...row,
    })),
    categories: (custom.categories ?? []).map((row, index): CategoryRow => ({
      parentId: 0,
      name: `Category ${row.id}`,
      isActive: true,
      sort: index + 1,
      ...row,
    })),
    branches: branches.length > 0 ? branches : [mainBranch],
    stock: (custom.stock ?? []).map((row): StockRow => ({
      id: 0,
      productId: 0,
      productOptionId: 0,
      branchId: settings.defaultBranchId,
      available: (row.stockOnHand ?? 0) - (row.openSales ?? 0),
      stockOnHand: 0,
      openSales: 0,
      ...row,
    })),
    users: (custom.users ?? []).map((row): UserRow => ({ isActive: true, email: '', ...row })),
    orders: custom.orders ?? [],
    payments: (custom.payments ?? []).map((row): PaymentRow => ({ orderId: 0, amount: 0, ...row })),
  }
}
