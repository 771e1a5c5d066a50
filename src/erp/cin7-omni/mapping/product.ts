/**
 * Reads a Cin7 product into ours: each option, each size of an option and each unit of measure of it is one product. What cannot
 * be sold by code is told with a reason.
 */
import { type DecimalText, formatShort } from '../../../core/decimal.ts'
import type { ImportedProduct, ImportPage } from '../../port.ts'
import { tierPricesOf } from '../price-tiers.ts'
import type { OmniProduct, OmniProductOption, OmniUomOption } from '../wire.ts'
import { formatProductKey } from './product-key.ts'

type Unusable = ImportPage<ImportedProduct>['unusable'][number]

export interface ReadProducts {
  readonly rows: ImportedProduct[]
  readonly unusable: Unusable[]
}

export function toImportedProducts(
  product: OmniProduct,
  options: readonly OmniProductOption[],
): ReadProducts {
  const read: ReadProducts = { rows: [], unusable: [] }
  if (options.length === 0) {
    read.unusable.push({
      key: `product ${product.id}`,
      label: product.name ?? product.styleCode ?? `product ${product.id}`,
      reason:
        'The product has no options, so there is nothing that can be sold. Add one in Cin7 and import again.',
    })
  }
  for (const option of options) {
    addOption(read, product, option)
    for (const uom of option.uomOptions) addUom(read, product, option, uom)
  }
  return read
}

function addOption(read: ReadProducts, product: OmniProduct, option: OmniProductOption): void {
  const key = formatProductKey({ optionId: option.id, size: option.size })
  const name = nameOf(product, option)
  const code = codeOf(option)
  if (code === undefined) {
    read.unusable.push({ key, label: name, reason: noCode })
    return
  }
  read.rows.push({
    ...sharedOf(product, option),
    key,
    name,
    code,
    barcode: barcodeOf(option),
    unit: undefined,
    unitSize: '1',
    ...tierPricesOf(option),
  })
}

function addUom(
  read: ReadProducts,
  product: OmniProduct,
  option: OmniProductOption,
  uom: OmniUomOption,
): void {
  const { quantity } = uom
  const key =
    uom.id && uom.id > 0
      ? formatProductKey({ optionId: option.id, uomId: uom.id, size: option.size })
      : undefined
  const unit = unitOf(uom, quantity ? formatShort(quantity) : undefined)
  const name = `${nameOf(product, option)} — ${unit}`
  const refuse = (reason: string): void => {
    read.unusable.push({ key: key ?? `option ${option.id}`, label: name, reason })
  }
  if (key === undefined) return refuse('This unit of measure has no id in Cin7.')
  if (uom.code === undefined) return refuse(noCode)
  if (!quantity || quantity.units <= 0n)
    return refuse('This unit of measure has no quantity. Enter one in Cin7 and import again.')
  read.rows.push({
    ...sharedOf(product, option),
    key,
    name,
    code: uom.code,
    barcode: uom.barcode,
    unit,
    unitSize: formatShort(quantity),
    // Its own columns only: whether a missing price means base price × quantity is not documented.
    ...tierPricesOf({
      retailPrice: undefined,
      wholesalePrice: undefined,
      vipPrice: undefined,
      specialPrice: undefined,
      priceColumns: uom.priceColumns,
    }),
  })
}

const noCode = 'It has no code. Give it one in Cin7 and import again.'

/** The codes on the option itself; `code` and `barcode` are obsolete and only the last resort (spec). */
function codeOf(option: OmniProductOption): string | undefined {
  return option.size === undefined
    ? (option.productOptionCode ?? option.code)
    : (option.productOptionSizeCode ?? option.code ?? option.productOptionCode)
}

function barcodeOf(option: OmniProductOption): string | undefined {
  return option.size === undefined
    ? (option.productOptionBarcode ?? option.barcode)
    : (option.productOptionSizeBarcode ?? option.barcode)
}

function nameOf(product: OmniProduct, option: OmniProductOption): string {
  const base = product.name ?? product.styleCode ?? codeOf(option) ?? `product ${product.id}`
  const labels = [option.option1, option.option2, option.option3, option.size].filter(
    (label, index, all) => label !== undefined && label !== base && all.indexOf(label) === index,
  )
  return labels.length === 0 ? base : `${base} — ${labels.join(' / ')}`
}

const LONGEST_ADDRESS = 2_000

/** `Box` of 12 → `Box of 12`; a name that already has the number stays. */
function unitOf(uom: OmniUomOption, quantity: DecimalText | undefined): string {
  const label = [uom.option1, uom.option2, uom.option3].filter(Boolean).join(' / ') || 'Pack'
  return quantity === undefined || new RegExp(`(^|\\D)${quantity.replaceAll('.', '\\.')}(\\D|$)`).test(label)
    ? label
    : `${label} of ${quantity}`
}

function sharedOf(
  product: OmniProduct,
  option: OmniProductOption,
): Omit<
  ImportedProduct,
  'key' | 'name' | 'code' | 'barcode' | 'unit' | 'unitSize' | 'tierPrices' | 'negativePrices'
> {
  return {
    styleCode: product.styleCode,
    brand: product.brand,
    category: product.category,
    subCategory: product.subCategory,
    description: product.description,
    option1: option.option1,
    option2: option.option2,
    option3: option.option3,
    size: option.size,
    isActive: product.status?.toLowerCase() !== 'inactive' && option.status?.toLowerCase() !== 'disabled',
    imageUrls: imagesOf(product, option),
    modifiedAt: latest(product.modifiedDate, option.modifiedDate),
  }
}

/** As they stand in Cin7, whatever they are: the product then says of each why there is no picture. */
function imagesOf(product: OmniProduct, option: OmniProductOption): string[] {
  const links = [option.image.link, ...product.images.map((image) => image.link)]
  return [...new Set(links.flatMap((link) => link?.slice(0, LONGEST_ADDRESS) || []))]
}

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (!a || !b) return a ?? b
  return a > b ? a : b
}
