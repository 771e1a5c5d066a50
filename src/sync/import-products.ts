/** What an imported product means here: new, changed, as it was, or unusable; and how it is written when chosen. */
import { MOST_IMAGES, putImageUrls } from '../catalogue/image-store.ts'
import {
  fillEmpty,
  type ImportedFields,
  selectForCompare,
  selectUnlinkedByCode,
  upsertImported,
} from '../catalogue/imported-product-store.ts'
import { type Decimal, type DecimalText, format, parseDecimal, round } from '../core/decimal.ts'
import type { Tx } from '../db/transact.ts'
import type { ImportedProduct } from '../erp/port.ts'
import type { ClassifiedRow } from '../imports/import-row-store.ts'
import { localIds } from '../links/link-store.ts'
import { changesBetween } from './import-changes.ts'
import type { ImportedKind, Placed } from './imported-kind.ts'

const labels = {
  name: 'Name',
  code: 'Code',
  barcode: 'Barcode',
  styleCode: 'Style code',
  brand: 'Brand',
  category: 'Category',
  subCategory: 'Sub-category',
  description: 'Description',
  option1: 'Option 1',
  option2: 'Option 2',
  option3: 'Option 3',
  size: 'Size',
  unit: 'Unit',
  unitSize: 'Units in it',
  basePrice: 'Price',
  tierPrices: 'Prices of all tiers',
  isActive: 'Active',
  images: 'Pictures',
}

const LONGEST_NAME = 400

export const importedProducts: ImportedKind<ImportedProduct> = {
  linkKind: 'product',
  readPage: (erp, context, page) => erp.readProducts(context, page),
  classify: async (tx, connection, records) => {
    const tierKey = connection.tier?.key
    const links = await localIds(
      tx,
      connection.connectionId,
      'product',
      records.map((record) => record.key),
    )
    const ours = await selectForCompare(tx, [...links.values()])
    const matches = await matchesOf(
      tx,
      connection.connectionId,
      records.filter((record) => !links.has(record.key)),
    )
    return records.map((record) => {
      const row = rowOf(record, tierKey)
      const reason = whyUnusable(record)
      if (reason !== undefined) {
        return { ...row, tab: 'unusable', name: record.name.slice(0, 200).toWellFormed(), reason }
      }
      const local = ours.get(links.get(record.key) ?? '')
      if (!local) return { ...row, tab: 'new', ...matches.get(record.key), record }
      const kept = local.keptFields as readonly string[]
      const changes = changesBetween(
        { ...local, images: local.imageUrls },
        { ...fieldsOf(record, tierKey), images: imagesOf(record) },
        { labels, kept },
      ).filter(
        (change, _, all) =>
          change.field !== labels.tierPrices || !all.some((one) => one.field === labels.basePrice),
      )
      return changes.length === 0 ? { ...row, tab: 'linked' } : { ...row, tab: 'changed', changes, record }
    })
  },
  create: (tx, rows, { connection, at }) => write(tx, rows, connection.tier?.key, at),
  update: (tx, rows, { connection, at }) => write(tx, rows, connection.tier?.key, at),
  link: async (tx, rows, { connection, at }) => {
    await fillEmpty(tx, withFields(rows, connection.tier?.key), at)
    await putImages(tx, rows)
  },
}

async function write(
  tx: Tx,
  rows: readonly Placed<ImportedProduct>[],
  tierKey: string | undefined,
  at: Date,
): Promise<void> {
  await upsertImported(tx, withFields(rows, tierKey), at)
  await putImages(tx, rows)
}

function withFields(rows: readonly Placed<ImportedProduct>[], tierKey: string | undefined) {
  return rows.map(({ localId, record }) => ({ ...fieldsOf(record, tierKey), productId: localId }))
}

async function putImages(tx: Tx, rows: readonly Placed<ImportedProduct>[]): Promise<void> {
  await putImageUrls(
    tx,
    rows.map(({ localId, record }) => ({ productId: localId, urls: imagesOf(record) })),
  )
}

function imagesOf(record: ImportedProduct): string[] {
  return [...new Set(record.imageUrls)].slice(0, MOST_IMAGES)
}

function rowOf(record: ImportedProduct, tierKey: string | undefined): ClassifiedRow {
  const price = priceOf(record, tierKey)
  return {
    remoteKey: record.key,
    tab: 'new',
    name: record.name,
    code: record.code,
    detail: [
      record.category,
      record.unit,
      price ?? whyNoPrice(record, tierKey),
      record.isActive ? undefined : 'inactive',
    ]
      .filter(Boolean)
      .join(' · '),
    reason: null,
    changes: [],
    matchId: null,
    matchReason: null,
    record: null,
  }
}

function fieldsOf(record: ImportedProduct, tierKey: string | undefined): ImportedFields {
  return {
    name: record.name,
    code: record.code,
    barcode: record.barcode ?? null,
    styleCode: record.styleCode ?? null,
    brand: record.brand ?? null,
    category: record.category ?? null,
    subCategory: record.subCategory ?? null,
    description: record.description ?? null,
    option1: record.option1 ?? null,
    option2: record.option2 ?? null,
    option3: record.option3 ?? null,
    size: record.size ?? null,
    unit: record.unit ?? null,
    unitSize: record.unitSize,
    tierPrices: record.tierPrices,
    basePrice: priceOf(record, tierKey),
    isActive: record.isActive,
  }
}

/** A tier without a price, or with zero, is no price. Prices are kept to four decimals, half up. */
function priceOf(record: ImportedProduct, tierKey: string | undefined): DecimalText | null {
  const price = parseDecimal((tierKey === undefined ? undefined : record.tierPrices[tierKey]) ?? '')
  if (!price || price.units <= 0n) return null
  if (price.scale <= 4) return format(price)
  const rounded = round(price, 4)
  return rounded.units === 0n ? null : format(rounded)
}

function whyNoPrice({ negativePrices }: ImportedProduct, tierKey: string | undefined): string {
  const negative = tierKey === undefined ? undefined : negativePrices?.[tierKey]
  return negative === undefined ? 'no price' : `no price: Cin7 has ${negative}, which is below zero`
}

function whyUnusable(record: ImportedProduct): string | undefined {
  if (record.code.trim() === '') return 'It has no code. Give it one in Cin7 and import again.'
  if (record.name.length > LONGEST_NAME) {
    return `The name has ${record.name.length} characters; at most ${LONGEST_NAME} are possible. Shorten it in Cin7 and import again.`
  }
  const size = parseDecimal(record.unitSize)
  if (!size || size.units <= 0n || !fits(size, 8, 4)) {
    return `The quantity in its unit of measure is ${record.unitSize}. It must be above zero with at most 4 decimals. Change it in Cin7 and import again.`
  }
  const wrong = Object.entries(record.tierPrices).find(([, price]) => {
    const value = parseDecimal(price)
    return !value || value.units < 0n || !fits(round(value, 4), 10, 4)
  })
  return wrong === undefined
    ? undefined
    : `Its price in the tier ${wrong[0]} is ${wrong[1]}, which is no usable price. Change it in Cin7 and import again.`
}

function fits(value: Decimal, digits: number, places: number): boolean {
  return round(value, places).units < 10n ** BigInt(digits + places) && exact(value, places)
}

function exact(value: Decimal, places: number): boolean {
  return value.scale <= places || value.units % 10n ** BigInt(value.scale - places) === 0n
}

/** Products without a link that have the same code. Only proposed: a person decides. */
async function matchesOf(
  tx: Tx,
  connectionId: string,
  records: readonly ImportedProduct[],
): Promise<Map<string, { matchId: string; matchReason: string }>> {
  const candidates = await selectUnlinkedByCode(
    tx,
    connectionId,
    records.map((record) => record.code.toLowerCase()),
  )
  const byCode = new Map(candidates.map((one) => [one.code.toLowerCase(), one.productId]))
  return new Map(
    records.flatMap((record) => {
      const matchId = byCode.get(record.code.toLowerCase())
      return matchId === undefined
        ? []
        : [[record.key, { matchId, matchReason: 'It has the same code.' }] as const]
    }),
  )
}
