/** The pictures' route over HTTP: for signed-in people of the supplier alone, and kept by browsers for good. */
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { withDatabase } from '../../../tests/support/test-database.ts'
import { putImageUrls, storeImage } from '../../catalogue/image-store.ts'
import { newId } from '../../core/ids.ts'
import { asId, type UserId } from '../../core/ids.ts'
import { makeSupplier } from '../../sync/test-supplier.ts'
import { registerImages } from './images.ts'

const { db } = await withDatabase()

test('a picture is served to its supplier, with an entity tag, and to nobody else', async () => {
  const owner = await makeSupplier(db, undefined)
  const stranger = await makeSupplier(db, undefined)
  const productId = newId()
  const sha256 = 'ab'.repeat(32)
  await owner.write(async (tx) => {
    await tx
      .insertInto('products')
      .values({ supplierId: owner.supplierId, productId, name: 'Jam', code: 'JAM' })
      .execute()
    await putImageUrls(tx, [{ productId, urls: ['https://pictures.example/jam.png'] }])
    const files = [{ width: 96, bytes: Buffer.from('webp bytes') }]
    await storeImage(tx, { url: 'https://pictures.example/jam.png', sha256, files })
  })
  const app = fastify()
  registerImages(app, { db }, async (request) => {
    const who = request.headers['x-test'] === 'owner' ? owner : stranger
    return request.headers['x-test'] === undefined
      ? undefined
      : { ...who.actor, userId: asId<UserId>('u'), role: 'staff' as const }
  })
  const get = (path: string, headers: Record<string, string>) => app.inject({ url: path, headers })
  const path = `/images/${sha256}/96.webp`

  const answer = await get(path, { 'x-test': 'owner' })
  expect([answer.statusCode, answer.body, answer.headers['content-type']]).toEqual([
    200,
    'webp bytes',
    'image/webp',
  ])
  expect(answer.headers['cache-control']).toBe('private, max-age=31536000, immutable')
  const again = await get(path, { 'x-test': 'owner', 'if-none-match': String(answer.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await get(path, {})).statusCode).toBe(401)
  for (const [url, who] of [
    [path, 'stranger'],
    [`/images/${sha256}/97.webp`, 'owner'],
    [`/images/${sha256}/480.webp`, 'owner'],
    ['/images/..%2F..%2Fx/96.webp', 'owner'],
  ] as const) {
    expect(
      (await get(url, { 'x-test': who, 'if-none-match': String(answer.headers.etag) })).statusCode,
      url,
    ).toBe(404)
  }
  await app.close()
})
