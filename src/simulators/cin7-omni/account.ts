// One Omni account in memory: its records, API connections, switches, faults and log of calls.
// It keeps state and tells listeners about changes; the rules of each resource live in files of their own.

import { Collection } from './collection.ts'
import { FaultList } from './faults.ts'
import { RateMeter } from './limits.ts'
import type { Limits } from './limits.ts'
import type {
  BranchRow,
  CategoryRow,
  ContactRow,
  OptionRow,
  OrderRow,
  PaymentRow,
  ProductRow,
  StockRow,
  UserRow,
} from './rows.ts'
import type { AccountSettings, SeedData } from './seeds/seed.ts'
import { defaultSwitches, withSwitch } from './switches.ts'
import type { Switches } from './switches.ts'
import { wireDate } from './wire-values.ts'

export const resourceNames = [
  'Contacts',
  'Products',
  'ProductOptions',
  'ProductCategories',
  'Branches',
  'Stock',
  'Users',
  'SalesOrders',
  'Payments',
] as const

export type ResourceName = (typeof resourceNames)[number]
export type PermissionVerb = 'create' | 'read' | 'update' | 'delete'
export type Permissions = Record<ResourceName, Record<PermissionVerb, boolean>>

/** `permissions`: letters of CRUD per resource, as the connection page ticks them; a resource left out has all four. */
export type ConnectionSeed = {
  name: string
  key: string
  permissions?: Partial<Record<ResourceName, string>>
}

export type Connection = {
  name: string
  key: string
  revoked: boolean
  permissions: Permissions
  meter: RateMeter
}

export type Call = {
  /** ISO instant. */
  at: string
  method: string
  path: string
  query: string
  /** 0 when the client got no status: the connection was reset or never answered. */
  status: number
  keyName: string
  ms: number
  /** The faults that struck, or ''. */
  faults: string
  /** The body as sent, cut at 4,000 characters. */
  body: string
}

const callsKept = 2000

function permissionsOf(seed: ConnectionSeed): Permissions {
  const entries = resourceNames.map((name) => {
    const letters = (seed.permissions?.[name] ?? 'CRUD').toUpperCase()
    const verbs = {
      create: letters.includes('C'),
      read: letters.includes('R'),
      update: letters.includes('U'),
      delete: letters.includes('D'),
    }
    return [name, verbs] as const
  })
  return Object.fromEntries(entries) as Permissions
}

export const stockKeyOf = (optionId: number, size: string | undefined, branchId: number): string =>
  `${optionId}|${(size ?? '').toLowerCase()}|${branchId}`

export class Account {
  readonly apiUsername: string
  readonly settings: AccountSettings
  readonly connections: Connection[]
  readonly now: () => number
  readonly contacts = new Collection<ContactRow>([
    'id',
    'email',
    'integrationRef',
    'accountNumber',
    'company',
  ])
  readonly products = new Collection<ProductRow>(['id', 'styleCode'])
  readonly options = new Collection<OptionRow>(
    [
      'id',
      'productId',
      'productOptionCode',
      'productOptionSizeCode',
      'productOptionBarcode',
      'productOptionSizeBarcode',
      'code',
      'barcode',
    ],
    (row) => row.key,
  )
  readonly categories = new Collection<CategoryRow>(['id'])
  readonly branches = new Collection<BranchRow>(['id'])
  readonly stock = new Collection<StockRow>(['stockKey', 'productOptionId', 'productId', 'code', 'barcode'])
  readonly users = new Collection<UserRow>(['id'])
  readonly orders = new Collection<OrderRow>(['id', 'reference', 'memberId', 'customerOrderNo'])
  readonly payments = new Collection<PaymentRow>(['id', 'orderId'])
  readonly faults = new FaultList()
  /** UOM code (lower case) to option key; built from the seed and kept by option writes. */
  readonly uomCodes = new Map<string, number>()
  calls: Call[] = []
  counters = { lineId: 1000, invoiceNumber: 4200, shuffle: 0 }
  #switches: Switches = defaultSwitches()
  readonly #listeners = new Set<(what: 'data' | 'settings' | 'calls') => void>()

  constructor(options: {
    apiUsername: string
    connections: ConnectionSeed[]
    settings: AccountSettings
    limits: Limits | 'off'
    now: () => number
  }) {
    this.apiUsername = options.apiUsername
    this.settings = options.settings
    this.now = options.now
    this.connections = options.connections.map((seed) => ({
      name: seed.name,
      key: seed.key,
      revoked: false,
      permissions: permissionsOf(seed),
      meter: new RateMeter(options.limits),
    }))
  }

  load(seed: SeedData): void {
    for (const row of seed.contacts) this.contacts.put(row, true)
    for (const row of seed.products) this.products.put(row, true)
    for (const row of seed.options) this.putOption(row, true)
    for (const row of seed.categories) this.categories.put(row, true)
    for (const row of seed.branches) this.branches.put(row, true)
    for (const row of seed.users) this.users.put(row, true)
    for (const row of seed.payments) this.payments.put(row, true)
    let id = 0
    for (const row of seed.stock) {
      id += 1
      const stockKey = stockKeyOf(row.productOptionId, row.size, row.branchId)
      this.stock.put({ ...row, id, stockKey }, true)
    }
  }

  putOption(row: OptionRow, seeded = false): void {
    // code and barcode are obsolete (spec), but live clients read them and filter lists by them, so they are stored.
    row['code'] = row.productOptionSizeCode ?? row.productOptionCode
    row['barcode'] = row.productOptionSizeBarcode ?? row.productOptionBarcode
    this.options.put(row, seeded)
    for (const uom of row.uomOptions ?? []) this.uomCodes.set(uom.code.toLowerCase(), row.key)
  }

  get switches(): Switches {
    return this.#switches
  }

  setSwitch(name: string, value: unknown): void {
    this.#switches = withSwitch(this.#switches, name, value)
    this.changed('settings')
  }

  resetSwitches(): void {
    this.#switches = defaultSwitches()
    this.changed('settings')
  }

  nowWire(): string {
    return wireDate(this.now())
  }

  nextLineId(): number {
    this.counters.lineId += 1
    return this.counters.lineId
  }

  connection(name?: string): Connection {
    const found = name === undefined ? this.connections[0] : this.connections.find((one) => one.name === name)
    if (!found) throw new RangeError(`The account has no API connection named ${name ?? '(first)'}.`)
    return found
  }

  logCall(call: Call): void {
    this.calls.push(call)
    if (this.calls.length > callsKept * 1.5) this.calls = this.calls.slice(-callsKept)
    this.changed('calls')
  }

  onChange(listener: (what: 'data' | 'settings' | 'calls') => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(what: 'data' | 'settings' | 'calls'): void {
    for (const listener of this.#listeners) listener(what)
  }
}
