/** Pictures fetched over real HTTP: each address once, within limits, and never from where it must not. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { putImageUrls } from '../catalogue/image-store.ts'
import { listProducts } from '../catalogue/list-products.ts'
import { showImage } from '../catalogue/show-image.ts'
import { newId } from '../core/ids.ts'
import { isRefusal } from '../core/refusal.ts'
import { convertImage } from './convert-image.ts'
import { fetchImages } from './fetch-images.ts'
import { isPublic } from './guarded-agent.ts'
import { makeSupplier } from './test-supplier.ts'

const { db } = await withDatabase()
const asked: string[] = []
let server: Server
let host: string
let flaky = 0

beforeAll(async () => {
  const picture = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#a40' } })
    .png()
    .toBuffer()
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (path === '/round') return response.writeHead(302, { location: '/round' }).end()
    if (path === '/moved') return response.writeHead(301, { location: '/good.png' }).end()
    if (path === '/inside') return response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end()
    if (path === '/text.png')
      return response.writeHead(200, { 'content-type': 'image/png' }).end('no picture')
    if (path === '/vector.png')
      return response.writeHead(200).end('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    if (path === '/cut.png') return response.writeHead(200).end(picture.subarray(0, picture.length / 2))
    if (path === '/huge') {
      response.writeHead(200)
      const pour = () => {
        while (response.write(Buffer.alloc(256 * 1024))) if (response.destroyed) return
      }
      response.on('drain', pour)
      return pour()
    }
    if (path === '/flaky.png' && flaky++ === 0) return response.writeHead(503).end()
    if (path === '/gone.png') return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': 'text/plain' }).end(picture)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function withImages(urls: readonly (readonly string[])[], allowPrivateImageHosts: readonly string[]) {
  const supplier = await makeSupplier(db, undefined)
  const products = urls.map((list) => ({ productId: newId(), urls: list }))
  await supplier.write(async (tx) => {
    for (const { productId } of products) {
      await tx
        .insertInto('products')
        .values({ supplierId: supplier.supplierId, productId, name: `P ${productId}`, code: productId })
        .execute()
    }
    await putImageUrls(tx, products)
  })
  const deps = { ...supplier.deps, allowPrivateImageHosts }
  const run = () => fetchImages(deps, { supplierId: supplier.supplierId }, new AbortController().signal)
  const states = () =>
    supplier.write((tx) =>
      tx
        .selectFrom('productImages')
        .select(['sourceUrl', 'state', 'reason', 'attempts', 'sha256'])
        .orderBy('productId')
        .orderBy('position')
        .execute(),
    )
  return { supplier, products, run, states }
}

describe('fetching', () => {
  test('an address that several products have is fetched once, resized, and served to its supplier alone', async () => {
    asked.length = 0
    const url = `http://${host}/good.png`
    const { supplier, run, states } = await withImages([[url], [url], [`http://${host}/moved`]], [host])
    await run()
    expect(asked.filter((path) => path === '/good.png')).toHaveLength(2)
    const rows = await states()
    expect(rows.map((row) => row.state)).toEqual(['ready', 'ready', 'ready'])
    const sha256 = rows[0]!.sha256!
    const widths = []
    for (const width of [96, 480, 1200]) {
      const image = await showImage(supplier.deps, supplier.actor, { sha256, file: `${width}.webp` })
      if (isRefusal(image)) throw new Error(image.sentence)
      const { format, width: wide } = await sharp(image).metadata()
      widths.push([format, wide])
    }
    expect(widths).toEqual([
      ['webp', 96],
      ['webp', 480],
      ['webp', 800],
    ])
    const stranger = await makeSupplier(db, undefined)
    expect(await showImage(stranger.deps, stranger.actor, { sha256, file: '96.webp' })).toMatchObject({
      code: 'not-found',
    })
    const list = await listProducts(supplier.deps, supplier.actor, { filter: 'all', limit: 10 })
    expect(isRefusal(list) ? [] : list.items.map((row) => row.image?.small)).toEqual(
      Array.from({ length: 3 }, () => `/images/${sha256}/96.webp?supplier=${supplier.supplierId}`),
    )
    asked.length = 0
    await run()
    expect(asked).toEqual([])
  })

  test('what cannot be had is noted with its reason and stops nothing', async () => {
    const paths = ['round', 'inside', 'text.png', 'vector.png', 'cut.png', 'huge', 'gone.png', 'good.png']
    const { run, states } = await withImages([paths.map((path) => `http://${host}/${path}`)], [host])
    await run()
    const seen = Object.fromEntries((await states()).map((row) => [row.sourceUrl.split('/').at(-1), row]))
    expect(seen['good.png']?.state).toBe('ready')
    const reasons = {
      round: /redirects more than 3/,
      inside: /private network/,
      'text.png': /not a JPEG/,
      'vector.png': /not a JPEG/,
      'cut.png': /damaged/,
      huge: /larger than 8 MB/,
      'gone.png': /404/,
    }
    for (const [path, reason] of Object.entries(reasons)) {
      expect(seen[path]?.state, path).toBe('failed')
      expect(seen[path]?.reason, path).toMatch(reason)
    }
  })

  test('a failure that passes is tried again later, three times in all', async () => {
    const { supplier, run, states } = await withImages(
      [[`http://${host}/flaky.png`], ['http://127.0.0.1:1/never']],
      [host, '127.0.0.1:1'],
    )
    await run()
    expect((await states()).map((row) => row.state)).toEqual(['waiting', 'waiting'])
    expect(supplier.jobs.at(-1)).toMatchObject({ name: 'fetch-images', startAfter: expect.any(Date) })
    await run()
    await run()
    expect((await states()).map((row) => [row.state, row.attempts])).toEqual([
      ['ready', 1],
      ['failed', 3],
    ])
    supplier.jobs.length = 0
    await run()
    expect(supplier.jobs).toEqual([])
  })

  test('nothing is fetched from inside unless the host is allowed', async () => {
    asked.length = 0
    const names = [
      `http://${host}/good.png`,
      `http://localhost:${host.split(':')[1]}/good.png`,
      `http://[::1]/x`,
      'file:///etc/passwd',
    ]
    const { run, states } = await withImages([names], [])
    await run()
    expect(asked).toEqual([])
    expect((await states()).map((row) => row.state)).toEqual(['failed', 'failed', 'failed', 'failed'])
  })
})

test('addresses that are not of the public internet are told apart', () => {
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'nonsense',
  ]
  expect(inside.filter(isPublic)).toEqual([])
  expect(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'].filter(isPublic)).toHaveLength(2)
})

test('a picture of too many pixels is refused before it is decoded', async () => {
  const wide = await sharp({ create: { width: 12_001, height: 10, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  expect(await convertImage(wide)).toMatchObject({ ok: false, reason: expect.stringContaining('12001 × 10') })
})
