// Turns the demo range into Omni products, options, sizes, stock and categories, with the broken rows that real accounts have:
// no code, a code twice, no price, pictures that are gone or are no pictures.

import type { CategoryRow, OptionRow, ProductRow, StockRow, UomRow } from '../rows.ts'
import { stockRowOf } from '../stock-row.ts'
import { families } from './demo-range.ts'
import type { Family } from './demo-range.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'

export type DemoCatalogue = {
  products: ProductRow[]
  options: OptionRow[]
  categories: CategoryRow[]
  stock: StockRow[]
}

export const demoBranches = [
  { id: 1, company: 'Main Branch', share: 1 },
  { id: 2, company: 'Christchurch Depot', share: 0.4 },
  { id: 3, company: 'Wellington Chilled', share: 0.25 },
] as const

const createdOn = '2024-03-04T21:15:00Z'
const cents = (value: number): number => Math.round(value) / 100

/** Retail includes GST; trade tiers are before GST, with 4 decimals in one of them as real price lists have. */
function prices(retailCents: number): Pick<OptionRow, 'retailPrice'> & Record<string, unknown> {
  const wholesale = cents(retailCents * 0.565)
  const columns = {
    retailNZD: cents(retailCents),
    wholesaleNZD: wholesale,
    tradeNZD: cents(retailCents * 0.532),
    cafeNZD: cents(retailCents * 0.548),
    distributorNZD: Math.round(retailCents * 0.4725 * 100) / 10_000,
    exportAUD: cents(retailCents * 0.43),
    costNZD: cents(retailCents * 0.31),
    specialPrice: 0,
  }
  return {
    retailPrice: cents(retailCents),
    wholesalePrice: wholesale,
    vipPrice: columns.tradeNZD,
    specialPrice: 0,
    priceColumns: columns,
  }
}

function barcode(number: number): string {
  const digits = `9421${String(number).padStart(8, '0')}`
  const sum = digits
    .split('')
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** How much dearer and heavier a pack is than the first of its family: 5kg against 1kg, Large against Small. */
function packFactor(pack: string, first: string): number {
  const grams = (text: string) => {
    const match = /^([\d.]+)(kg|g|ml)$/.exec(text)
    return match ? Number(match[1]) * (match[2] === 'kg' ? 1000 : 1) : null
  }
  const [own, base] = [grams(pack), grams(first)]
  if (own !== null && base !== null) return (own / base) ** 0.88
  return pack === 'Large' ? 1.55 : 1
}

class DemoBuilder {
  readonly catalogue: DemoCatalogue = { products: [], options: [], categories: [], stock: [] }
  readonly #random: Random = seededRandom(7)
  readonly #categoryIds = new Map<string, number>()
  #productId = 100
  #optionId = 500
  #barcodes = 0
  #uomId = 40

  #category(name: string, parentId: number): number {
    const key = `${parentId}/${name}`
    const known = this.#categoryIds.get(key)
    if (known !== undefined) return known
    const id = this.#categoryIds.size + 1
    this.#categoryIds.set(key, id)
    this.catalogue.categories.push({
      id,
      parentId,
      isActive: true,
      sort: id,
      name,
      description: `${name} from Harbour & Hill`,
    })
    return id
  }

  addFamily(family: Family): void {
    const parent = this.#category(family.category, 0)
    const child = this.#category(family.sub, parent)
    family.varieties.forEach((variety, index) => this.#addProduct(family, variety, index, [parent, child]))
  }

  #addProduct(family: Family, variety: string, index: number, categoryIdArray: number[]): void {
    this.#productId += 1
    const id = this.#productId
    const styleCode = `${family.prefix}${String(index + 1).padStart(3, '0')}`
    const name = [variety, family.noun].filter(Boolean).join(' ')
    const dropped = this.#random.next() < 0.03
    const days = this.#random.whole(0, 600)
    const product: ProductRow = {
      id,
      status: dropped ? 'Inactive' : 'Public',
      createdDate: createdOn,
      modifiedDate: `${new Date(Date.UTC(2026, 10, 18, 3, index % 60, 7) - days * 86_400_000).toISOString().slice(0, 19)}Z`,
      styleCode,
      name,
      description: `${family.brand} ${name.toLowerCase()}. Made in small batches and packed by hand.\r\nKeep in a cool, dry place.`,
      tags: [family.category, family.sub, family.brand].join(','),
      images: [{ link: `/images/p${id}.png` }],
      supplierId: 5,
      brand: family.brand,
      category: family.category,
      subCategory: family.sub,
      categoryIdArray,
      channels: 'B2B',
      weight: family.weightKg,
      stockControl: 'FIFO',
      orderType: 'Order',
      productType: family.shape,
      optionLabel1: family.colours ? 'Colour' : family.packs.length > 1 ? 'Pack' : '',
      customFields: { products_1005: family.category === 'Chilled' ? 'Chilled' : 'Ambient' },
      pictureShape: family.shape,
    }
    if (family.sizes) Object.assign(product, { optionLabel2: 'Size', sizeRangeId: 3 })
    this.catalogue.products.push(product)
    const kinds = family.colours ?? family.packs
    kinds.forEach((kind, position) => this.#addOption(family, product, kind, kinds.length > 1, position))
  }

  #addOption(family: Family, product: ProductRow, kind: string, several: boolean, position: number): void {
    this.#optionId += 1
    const id = this.#optionId
    const factor = family.colours ? 1 : packFactor(kind, family.packs[0] ?? '')
    const retail = Math.round((family.retailCents * factor) / 10) * 10
    const suffix = several
      ? `-${kind
          .replace(/[^A-Za-z0-9]/g, '')
          .slice(0, 5)
          .toUpperCase()}`
      : ''
    const code = `${product.styleCode ?? ''}${suffix}`
    const option: OptionRow = {
      key: 0,
      id,
      productId: product.id,
      createdDate: createdOn,
      modifiedDate: product.modifiedDate ?? createdOn,
      status: position === 0 ? 'Primary' : 'Active',
      productOptionCode: code,
      productOptionBarcode: this.#nextBarcode(),
      supplierCode: `H${id}`,
      option1: kind === 'each' ? '' : kind,
      option2: '',
      option3: '',
      optionWeight: Math.round(family.weightKg * factor * 1000) / 1000,
      ...prices(retail),
      image: { link: several ? `/images/p${product.id}-o${id}.png` : `/images/p${product.id}.png` },
      uomOptions: family.carton ? [this.#carton(code, family.carton, retail)] : [],
      stockAvailable: 0,
      stockOnHand: 0,
    }
    if (!family.sizes) return this.#addRow(option, product)
    // Every size of an option carries the option's own id (spec and live): the trap of section 6.2.
    family.sizes.forEach((size, index) => {
      const productOptionSizeCode = `${code}-${size}`
      this.#addRow(
        {
          ...option,
          size,
          sizeId: 30 + index,
          productOptionSizeCode,
          productOptionSizeBarcode: this.#nextBarcode(),
        },
        product,
      )
    })
  }

  #carton(code: string, quantity: number, retail: number): UomRow {
    this.#uomId += 1
    return {
      id: this.#uomId,
      productOptionId: this.#optionId,
      code: `${code}-C${quantity}`,
      option1: `Carton of ${quantity}`,
      quantity,
      barcode: this.#nextBarcode(),
      priceColumns: { retailNZD: cents(retail * quantity), wholesaleNZD: cents(retail * 0.545 * quantity) },
    }
  }

  #nextBarcode(): string {
    this.#barcodes += 1
    return barcode(this.#barcodes)
  }

  #addRow(option: OptionRow, product: ProductRow): void {
    const row: OptionRow = { ...option, key: this.catalogue.options.length + 1 }
    for (const branch of demoBranches) {
      if (branch.id === 3 && product['category'] !== 'Chilled') continue
      const onHand = this.#random.next() < 0.06 ? 0 : Math.round(this.#random.whole(8, 260) * branch.share)
      row.stockOnHand += onHand
      row.stockAvailable += onHand
      const modifiedDate = product.modifiedDate ?? createdOn
      this.catalogue.stock.push({
        ...stockRowOf(product, row, { branch, onHand, modifiedDate }),
        incoming: this.#random.next() < 0.1 ? this.#random.whole(2, 10) * 12 : 0,
      })
    }
    this.catalogue.options.push(row)
  }
}

type Damage = { style: string; spoil: (option: OptionRow, product: ProductRow) => void }

/** The flaws an import must survive, each on a product chosen by its style code. */
const damages: Damage[] = [
  {
    style: 'JAM012',
    spoil: (option) =>
      Object.assign(option, { wholesalePrice: 0, priceColumns: { ...option.priceColumns, wholesaleNZD: 0 } }),
  },
  {
    style: 'CHT009',
    spoil: (option) =>
      Object.assign(option, {
        wholesalePrice: null,
        priceColumns: { ...option.priceColumns, wholesaleNZD: null },
      }),
  },
  { style: 'HMP006', spoil: (option) => Object.assign(option, { wholesalePrice: 0, priceColumns: {} }) },
  {
    style: 'SAU010',
    spoil: (option) => Object.assign(option, { productOptionCode: '', productOptionBarcode: '' }),
  },
  { style: 'SOP008', spoil: (option) => Object.assign(option, { productOptionCode: 'SOP007' }) },
  {
    style: 'CDL007',
    spoil: (option, product) =>
      Object.assign(product, { images: [{ link: '/images/missing/cdl007.png' }] }, { spoiled: option.id }),
  },
  {
    style: 'TIN009',
    spoil: (option, product) =>
      Object.assign(product, { images: [{ link: '/images/broken/tin009.png' }] }, { spoiled: option.id }),
  },
  {
    style: 'SPK007',
    spoil: (option, product) => Object.assign(product, { images: [] }, { spoiled: option.id }),
  },
  { style: 'BIS008', spoil: (option) => Object.assign(option, { status: 'Disabled' }) },
  {
    style: 'GLS006',
    spoil: (option, product) => Object.assign(product, { status: 'Internal' }, { spoiled: option.id }),
  },
  {
    style: 'NUT008',
    spoil: (option, product) => Object.assign(product, { status: 'ShowInB2B' }, { spoiled: option.id }),
  },
]

export function demoCatalogue(): DemoCatalogue {
  const builder = new DemoBuilder()
  for (const family of families) builder.addFamily(family)
  const { catalogue } = builder
  const byId = new Map(catalogue.products.map((product) => [product.id, product]))
  for (const option of catalogue.options) {
    const product = byId.get(option.productId)
    for (const damage of damages) if (product?.styleCode === damage.style) damage.spoil(option, product)
  }
  for (const option of catalogue.options) {
    const link = (byId.get(option.productId)?.['images'] as { link: string }[] | undefined)?.[0]?.link
    if (!link) delete option['image']
    else if (!link.startsWith('/images/p')) option['image'] = { link }
  }
  return catalogue
}
