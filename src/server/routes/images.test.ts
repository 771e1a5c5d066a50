/** The pictures' route over HTTP: for signed-in people of the picture's supplier alone, and kept by browsers for good. */
import { describe, expect, it } from 'vitest'
import { type TestClient, testClient, withServer } from '../../../tests/support/test-server.ts'
import { imageAddress } from '../../catalogue/image-addresses.ts'
import { putImageUrls, storeImage } from '../../catalogue/image-store.ts'
import { type SupplierId, type UserId, newId } from '../../core/ids.ts'
import { transact } from '../../db/transact.ts'
import { productRoutes } from './products.ts'

const server = await withServer({ routes: productRoutes })

let pictures = 0

async function addPicture(supplierId: SupplierId): Promise<{ productId: string; sha256: string }> {
  const productId = newId()
  pictures += 1
  const sha256 = `${pictures}a`.padStart(64, '0')
  await transact(server.services.db, { supplierId }, async (tx) => {
    await tx
      .insertInto('products')
      .values({ supplierId, productId, name: 'Jam', code: `JAM-${pictures}` })
      .execute()
    const url = `https://pictures.example/${pictures}.png`
    await putImageUrls(tx, [{ productId, urls: [url] }])
    const files = ([96, 480, 1200] as const).map((width) => ({ width, bytes: Buffer.from(`webp ${width}`) }))
    await storeImage(tx, { url, sha256, files })
  })
  return { productId, sha256 }
}

const owner = await server.addSupplier()
const client = await server.signedIn(owner.email)
const { sha256 } = await addPicture(owner.supplierId)
const small = imageAddress(owner.supplierId, sha256, 96)

/** As an <img> asks: with the cookie, and without headers of ours. */
const get = (who: TestClient, path: string, headers: Record<string, string> = {}) =>
  who.raw(path, { headers })

describe('a picture', () => {
  it('is served to its supplier, with an entity tag, and kept for good', async () => {
    const answer = await get(client, small)
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      200,
      'webp 96',
      'image/webp',
    ])
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    const again = await get(client, small, { 'if-none-match': answer.headers.get('etag')! })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('is served to nobody else, and what is not there is not found', async () => {
    const stranger = await server.addSupplier('Elsewhere')
    const outsider = await server.signedIn(stranger.email)
    const tag = { 'if-none-match': `"${sha256}-96.webp"` }
    expect((await get(testClient(server.base), small, tag)).status).toBe(401)
    expect((await get(outsider, small, tag)).status).toBe(403)
    expect((await get(outsider, imageAddress(stranger.supplierId, sha256, 96), tag)).status).toBe(404)
    for (const path of [
      small.replace('96.webp', '97.webp'),
      small.replace('96.webp', '96.png'),
      `/images/..%2F..%2Fx/96.webp?supplier=${owner.supplierId}`,
    ])
      expect((await get(client, path, tag)).status, path).toBe(404)
    expect((await get(client, `/images/${sha256}/96.webp?supplier=nonsense`, tag)).status).toBe(403)
  })

  it('of each of a person’s suppliers is served at the address that the API gives', async () => {
    const second = await server.addSupplier('Second Foods')
    const { productId } = await addPicture(second.supplierId)
    await transact(server.services.db, { system: true }, async (tx) => {
      const { id } = await tx
        .selectFrom('authUser')
        .select('id')
        .where('email', '=', owner.email)
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('members')
        .values({ supplierId: second.supplierId, userId: id as UserId, role: 'staff' })
        .execute()
    })
    const headers = { 'purvey-supplier': second.supplierId }
    const { body } = await client.call(`/api/products/${productId}`, { headers })
    const { image, images } = body as {
      image: { small: string; large: string }
      images: { small: string; large: string }[]
    }
    const seen: [number, string][] = []
    for (const address of [image.small, image.large, images[0]!.small, images[0]!.large]) {
      const answer = await get(client, address)
      seen.push([answer.status, await answer.text()])
    }
    expect(seen).toEqual([
      [200, 'webp 96'],
      [200, 'webp 480'],
      [200, 'webp 480'],
      [200, 'webp 1200'],
    ])
  })
})
