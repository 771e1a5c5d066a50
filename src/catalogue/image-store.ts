/** All SQL on pictures of products: which ones there should be, which wait to be fetched, and the kept files. */
import { sql } from 'kysely'
import { anyId, anyText } from '../db/any-of.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

/** Pictures of one product at most; the ERP's order counts. */
export const MOST_IMAGES = 10

/**
 * Makes products have exactly these pictures, in this order. A picture that is there already stays as it is; one that another
 * product of this supplier has is taken over; a failed one is tried again.
 */
export async function putImageUrls(
  tx: Tx,
  products: readonly { readonly productId: string; readonly urls: readonly string[] }[],
): Promise<void> {
  if (products.length === 0) return
  const wanted = products.flatMap(({ productId, urls }) =>
    [...new Set(urls)].slice(0, MOST_IMAGES).map((url, index) => ({ productId, url, position: index + 1 })),
  )
  const known = await tx
    .selectFrom('productImages')
    .select(['sourceUrl', 'sha256'])
    .distinct()
    .where('sourceUrl', '=', anyText([...new Set(wanted.map((image) => image.url))]))
    .where('state', '=', 'ready')
    .execute()
  const ready = new Map(known.map((image) => [image.sourceUrl, image.sha256]))
  await tx
    .deleteFrom('productImages')
    .where('productId', '=', anyId(products.map((product) => product.productId)))
    .execute()
  if (wanted.length === 0) return
  const rows = wanted.map((image) => ({ ...image, sha256: ready.get(image.url) ?? null }))
  await sql`
    insert into product_images (supplier_id, product_id, position, source_url, state, sha256)
    select scope_supplier(), "productId", position, url, case when sha256 is null then 'waiting' else 'ready' end, sha256
    from jsonb_to_recordset(${json(rows)}::jsonb) r ("productId" uuid, position int, url text, sha256 text)`.execute(
    tx,
  )
}

/** Addresses to fetch, each once, those not yet tried first. */
export async function selectWaitingUrls(tx: Tx, limit: number): Promise<{ url: string; attempts: number }[]> {
  return tx
    .selectFrom('productImages')
    .select((is) => ['sourceUrl as url', is.fn.max('attempts').as('attempts')])
    .where('state', '=', 'waiting')
    .groupBy('sourceUrl')
    .orderBy('attempts')
    .orderBy('sourceUrl')
    .limit(limit)
    .execute()
}

export interface ImageFile {
  readonly width: number
  readonly bytes: Buffer
}

/** Keeps the files of one picture and gives it to every product that waits for it. */
export async function storeImage(
  tx: Tx,
  image: { readonly url: string; readonly sha256: string; readonly files: readonly ImageFile[] },
): Promise<void> {
  await tx
    .insertInto('imageFiles')
    .values(
      image.files.map((file) => ({
        ...file,
        supplierId: sql<string>`scope_supplier()`,
        sha256: image.sha256,
        contentType: 'image/webp',
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx
    .updateTable('productImages')
    .set({ state: 'ready', sha256: image.sha256, reason: null })
    .where('sourceUrl', '=', image.url)
    .where('state', '=', 'waiting')
    .execute()
}

/** Notes that a picture could not be had: for good, or to be tried again. */
export async function storeImageFailure(
  tx: Tx,
  failure: { readonly url: string; readonly reason: string; readonly forGood: boolean },
): Promise<void> {
  await tx
    .updateTable('productImages')
    .set({
      state: failure.forGood ? 'failed' : 'waiting',
      reason: failure.reason,
      attempts: sql<number>`attempts + 1`,
    })
    .where('sourceUrl', '=', failure.url)
    .where('state', '=', 'waiting')
    .execute()
}

export async function selectImageFile(
  tx: Tx,
  by: { readonly sha256: string; readonly width: number },
): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom('imageFiles')
    .select('bytes')
    .where('sha256', '=', by.sha256)
    .where('width', '=', by.width)
    .executeTakeFirst()
  return row?.bytes
}
