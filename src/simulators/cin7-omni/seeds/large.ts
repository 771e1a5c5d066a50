// A large supplier for speed and paging: 10,000 contacts, 20,000 products with 50,000 options, two branches. The same on
// every start.

import type { ContactRow, OptionRow, ProductRow, StockRow } from '../rows.ts'
import { stockRowOf } from '../stock-row.ts'
import { demoContacts } from './demo-customers.ts'
import { families } from './demo-range.ts'
import { seededRandom } from './random.ts'
import { mainBranch, newZealandSettings } from './seed.ts'
import type { SeedData } from './seed.ts'

const contactCount = 10_000
const productCount = 20_000
const optionsPerProduct = [1, 2, 3, 4]

const dateAt = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
const firstDay = Date.UTC(2025, 0, 1)

function contacts(): ContactRow[] {
  const models = demoContacts().filter((contact) => contact.type === 'Customer' && contact.company)
  return Array.from({ length: contactCount }, (_, index): ContactRow => {
    const model = models[index % models.length]
    if (!model) throw new Error('The demo has no contacts to copy.')
    const id = index + 1
    return {
      ...model,
      id,
      company: `${model.company ?? ''} ${id}`,
      email: `buyer${id}@customer-${id}.example`,
      accountNumber: `L${String(id).padStart(6, '0')}`,
      secondaryContacts: [],
      // Bulk edits leave thousands of rows with the same second (live incident), so the dates come in steps.
      modifiedDate: dateAt(firstDay + Math.floor(id / 700) * 86_400_000),
    }
  })
}

function option(product: ProductRow, id: number, index: number, cents: number): OptionRow {
  const price = (factor: number) => Math.round(cents * factor) / 100
  return {
    key: id,
    id,
    productId: product.id,
    createdDate: dateAt(firstDay),
    modifiedDate: product.modifiedDate ?? dateAt(firstDay),
    status: index === 0 ? 'Primary' : 'Active',
    productOptionCode: `${product.styleCode ?? ''}-${index + 1}`,
    productOptionBarcode: `94${String(id).padStart(11, '0')}`,
    option1: ['Single', 'Pair', 'Case of 6', 'Case of 12'][index] ?? '',
    option2: '',
    option3: '',
    optionWeight: 0.5,
    retailPrice: price(1),
    wholesalePrice: price(0.565),
    vipPrice: price(0.53),
    specialPrice: 0,
    priceColumns: {
      retailNZD: price(1),
      wholesaleNZD: price(0.565),
      tradeNZD: price(0.532),
      costNZD: price(0.31),
    },
    image: { link: `/images/p${product.id}.png` },
    uomOptions: [],
    stockAvailable: 150,
    stockOnHand: 150,
  }
}

const southBranch = { ...mainBranch, id: 2, company: 'South Branch' }

export function largeSeed(): SeedData {
  const random = seededRandom(50_000)
  const products: ProductRow[] = []
  const options: OptionRow[] = []
  const stock: StockRow[] = []
  for (let id = 1; id <= productCount; id += 1) {
    const family = families[id % families.length]
    const variety = family?.varieties[id % family.varieties.length] ?? 'Plain'
    const product: ProductRow = {
      id,
      status: 'Public',
      createdDate: dateAt(firstDay),
      modifiedDate: dateAt(firstDay + Math.floor(id / 1500) * 86_400_000),
      styleCode: `L${String(id).padStart(6, '0')}`,
      name: `${variety} ${family?.noun ?? ''} No. ${id}`.replace('  ', ' '),
      description: `${family?.brand ?? ''} ${variety}`,
      images: [{ link: `/images/p${id}.png` }],
      brand: family?.brand ?? '',
      category: family?.category ?? '',
      subCategory: family?.sub ?? '',
      categoryIdArray: [1],
      stockControl: 'FIFO',
      orderType: 'Order',
      optionLabel1: 'Pack',
      pictureShape: family?.shape,
    }
    products.push(product)
    const count = optionsPerProduct[id % 4] ?? 1
    for (let index = 0; index < count; index += 1) {
      const row = option(product, options.length + 1, index, random.whole(390, 9900))
      options.push(row)
      const modifiedDate = row.modifiedDate ?? null
      stock.push(
        stockRowOf(product, row, { branch: mainBranch, onHand: 100, modifiedDate }),
        stockRowOf(product, row, { branch: southBranch, onHand: 50, modifiedDate }),
      )
    }
  }
  return {
    settings: newZealandSettings,
    contacts: contacts(),
    products,
    options,
    categories: [{ id: 1, parentId: 0, isActive: true, sort: 1, name: 'Everything' }],
    branches: [mainBranch, southBranch],
    stock,
    users: [
      {
        id: 1,
        isActive: true,
        firstName: 'Large',
        lastName: 'Supplier',
        jobTitle: 'Owner',
        email: 'owner@large.example',
      },
    ],
    orders: [],
    payments: [],
  }
}
