/** One product as its page shows it, and a product as a row of a list. */
import { decimal, formatShort } from '../core/decimal.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { ProductRow, ProductView } from '../contract/products.ts'
import { type Db, read, type Tx } from '../db/transact.ts'
import { linkOf } from '../links/link-store.ts'
import { liveConnection, type LiveConnection } from '../links/live-connection.ts'
import { imageAddress } from './image-addresses.ts'
import { shortPrice, whyNotOrderable } from './orderable-products.ts'
import { type ProductRowColumns, selectImages, selectProduct } from './product-store.ts'

export async function showProduct(
  deps: { readonly db: Db },
  actor: { readonly supplierId: SupplierId },
  productId: string,
): Promise<ProductView | Refusal<'not-found'>> {
  return read(deps.db, { supplierId: actor.supplierId }, (tx) => productView(tx, productId))
}

export function productRowView({
  supplierId,
  imageSha256,
  basePrice,
  ...row
}: ProductRowColumns): ProductRow {
  const why = whyNotOrderable({ isActive: row.isActive, basePrice })
  return {
    ...row,
    basePrice: shortPrice(basePrice),
    orderable: why === undefined ? { allowed: true } : { allowed: false, why },
    image:
      imageSha256 === null
        ? null
        : {
            small: imageAddress(supplierId, imageSha256, 96),
            large: imageAddress(supplierId, imageSha256, 480),
          },
  }
}

/** The same inside the transaction of a verb. */
export async function productView(tx: Tx, productId: string): Promise<ProductView | Refusal<'not-found'>> {
  const product = await selectProduct(tx, productId)
  if (!product) return productNotFound()
  const connection = await liveConnection(tx)
  const link = connection && (await linkOf(tx, connection.connectionId, 'product', productId))
  const images = await selectImages(tx, productId)
  const keptFields = product.keptFields as readonly string[]
  const row = productRowView({
    ...product,
    linked: link !== undefined,
    imageSha256: images.find((image) => image.state === 'ready')?.sha256 ?? null,
  })
  const remote = link?.remote as { readonly name?: string } | undefined
  return {
    ...product,
    ...row,
    unitSize: formatShort(decimal(product.unitSize)),
    keptFields: [...keptFields],
    tierPrices: tierPricesOf(product.tierPrices as Record<string, string>, connection, keptFields),
    images: images.map(({ state, reason, sha256 }) => ({
      state,
      reason,
      small: sha256 === null ? null : imageAddress(product.supplierId, sha256, 480),
      large: sha256 === null ? null : imageAddress(product.supplierId, sha256, 1200),
    })),
    link: link
      ? {
          remoteKey: link.remoteKey,
          name: remote?.name ?? link.remoteKey,
          seenAt: link.seenAt.toISOString(),
        }
      : null,
  }
}

function tierPricesOf(
  prices: Readonly<Record<string, string>>,
  connection: LiveConnection | undefined,
  keptFields: readonly string[],
): ProductView['tierPrices'] {
  const tiers = connection?.tiers ?? []
  const placeOf = (key: string): number => {
    const place = tiers.findIndex((tier) => tier.key === key)
    return place === -1 ? tiers.length : place
  }
  // In the ERP's sequence, which stored JSON does not keep.
  const sorted = Object.entries(prices).toSorted(([a], [b]) => placeOf(a) - placeOf(b))
  return sorted.map(([key, price]) => ({
    key,
    label: tiers[placeOf(key)]?.label ?? key,
    price: shortPrice(price) ?? price,
    inUse: key === connection?.tier?.key && !keptFields.includes('basePrice'),
  }))
}

export function productNotFound(): Refusal<'not-found'> {
  return refuse('not-found', 'There is no such product. It may belong to another supplier.')
}
