/**
 * Reads products out of Cin7, page by page or by what a person typed. A page of products brings their options with it; only sizes
 * that are missing there cost further calls.
 */
import type { ErpContext, ErpResult, ImportedProduct, ImportPage } from '../port.ts'
import type { Omni } from './client.ts'
import { readAll, readList } from './lists.ts'
import { parseProductKey } from './mapping/product-key.ts'
import { toImportedProducts } from './mapping/product.ts'
import { PageRows, readable } from './page-rows.ts'
import { anyOf, anyOfIds, beginningThatFits, contains, partsThatFit, queryString } from './where.ts'
import { omniProduct, type OmniProduct, omniProductOption, type OmniProductOption, readRow } from './wire.ts'

/** Rows of a search, for people. */
const searchRows = 20

export async function readProducts(
  omni: Omni,
  context: ErpContext,
  page: number,
): Promise<ErpResult<ImportPage<ImportedProduct>>> {
  const list = await readList(omni.client, context, 'Products', {
    page,
    rows: omni.settings.pageSize,
    order: 'id ASC',
  })
  if (!list.ok) return list
  const found = await productsOf(omni, context, list.value)
  return found.ok ? { ok: true, value: found.value.page(list.value.length > 0) } : found
}

/**
 * Two calls: options by code, barcode and id, then products by those and by name. What stands inside an option, like the code
 * of its carton, cannot be asked for (`where` names fields of the row), so it is found by its key or not at all.
 */
export async function searchProducts(
  omni: Omni,
  context: ErpContext,
  text: string,
  knownKeys: readonly string[],
): Promise<ErpResult<readonly ImportedProduct[]>> {
  const typed = text.trim()
  if (typed === '') return { ok: true, value: [] }
  const optionIds = [typed, ...knownKeys].flatMap((key) => parseProductKey(key)?.optionId ?? [])
  const options = await search(omni, context, 'ProductOptions', typed, (part) => [
    ...(optionIds.length > 0 ? [anyOfIds('id', optionIds)] : []),
    contains('productOptionCode', part),
    contains('productOptionSizeCode', part),
    ...['productOptionBarcode', 'productOptionSizeBarcode'].map((field) => anyOf(field, [part])),
  ])
  if (!options.ok) return options
  const matching = readable(options.value, omniProductOption)
  const productIds = [...new Set(matching.flatMap((option) => option.productId ?? []))]
  const products = await search(omni, context, 'Products', typed, (part) => [
    ...(productIds.length > 0 ? [anyOfIds('id', productIds)] : []),
    contains('name', part),
    contains('styleCode', part),
  ])
  if (!products.ok) return products
  const found = await productsOf(omni, context, products.value)
  if (!found.ok) return found
  const folded = typed.toLowerCase()
  const rank = (product: ImportedProduct): number => {
    const exact = [product.key, product.code, product.barcode].some((own) => own?.toLowerCase() === folded)
    if (exact) return 0
    const optionId = parseProductKey(product.key)?.optionId
    return product.code.toLowerCase().includes(folded) || matching.some((option) => option.id === optionId)
      ? 1
      : 2
  }
  const named = (product: ImportedProduct): boolean =>
    `${product.name} ${product.styleCode ?? ''}`.toLowerCase().includes(folded)
  const rows = found.value.rows.filter((product) => rank(product) < 2 || named(product))
  return { ok: true, value: rows.sort((a, b) => rank(a) - rank(b)).slice(0, searchRows) }
}

/** The rows of which any of the conditions on the text is true. */
function search(
  { client, settings }: Omni,
  context: ErpContext,
  resource: string,
  text: string,
  conditionsOn: (part: string) => readonly string[],
): Promise<ErpResult<readonly unknown[]>> {
  const query = (part: string) => ({
    rows: searchRows,
    order: 'id ASC',
    where: conditionsOn(part).join(' OR '),
  })
  const part = beginningThatFits(text, settings.maxQueryChars, (some) => queryString(query(some)))
  return readList(client, context, resource, query(part))
}

interface Read {
  readonly product: OmniProduct
  readonly options: readonly OmniProductOption[]
}

async function productsOf(
  omni: Omni,
  context: ErpContext,
  list: readonly unknown[],
): Promise<ErpResult<PageRows<ImportedProduct>>> {
  const found = new PageRows<ImportedProduct>()
  const products: Read[] = []
  for (const seen of list) {
    const row = readRow(omniProduct, seen)
    if (row.ok) products.push({ product: row.row, options: optionsOf(row.row, found) })
    else found.refuseUnreadable(seen, 'product', row.reason)
  }
  const sized = await readMissingSizes(omni, context, products)
  if (!sized.ok) return sized
  for (const { product, options } of products) {
    const read = toImportedProducts(product, sized.value.get(product.id) ?? options)
    for (const row of read.rows) found.add(row, row.name)
    for (const row of read.unusable) found.refuse(row)
  }
  return { ok: true, value: found }
}

function optionsOf(product: OmniProduct, found: PageRows<ImportedProduct>): OmniProductOption[] {
  return product.productOptions.flatMap((option) => {
    const row = readRow(omniProductOption, option)
    if (row.ok) return [row.row]
    const label = product.name ?? product.styleCode ?? `product ${product.id}`
    found.refuse({
      key: `product ${product.id}`,
      label,
      reason: `One of its options cannot be read: ${row.reason}.`,
    })
    return []
  })
}

/**
 * Options of products with a size range whose nested options show no sizes, read from their own list, where each size is a row
 * (spec). Whether nested options carry sizes is not documented, so both are handled.
 */
async function readMissingSizes(
  omni: Omni,
  context: ErpContext,
  products: readonly Read[],
): Promise<ErpResult<ReadonlyMap<number, readonly OmniProductOption[]>>> {
  const { settings } = omni
  const ids = products.filter(lacksSizes).map(({ product }) => product.id)
  const query = (part: readonly number[]) => ({
    order: 'id ASC, size ASC',
    where: anyOfIds('productId', part),
  })
  const asked = (part: readonly number[]): string =>
    queryString({ page: 100, rows: settings.pageSize, ...query(part) })
  const limit = { maxChars: settings.maxQueryChars, maxCount: settings.pageSize }
  const byProduct = new Map<number, OmniProductOption[]>()
  for (const part of partsThatFit(ids, limit, asked)) {
    const list = await readAll(omni.client, context, 'ProductOptions', query(part), settings)
    if (!list.ok) return list
    for (const option of readable(list.value, omniProductOption)) {
      if (option.productId === undefined || !part.includes(option.productId)) continue
      const known = byProduct.get(option.productId)
      if (known) known.push(option)
      else byProduct.set(option.productId, [option])
    }
  }
  return { ok: true, value: byProduct }
}

function lacksSizes({ product, options }: Read): boolean {
  return (
    (product.sizeRangeId ?? 0) > 0 &&
    options.length > 0 &&
    options.every((option) => option.size === undefined)
  )
}
