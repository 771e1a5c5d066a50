import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { testClient, withServer } from '../../tests/support/test-server.ts'
import { isDatabaseCurrent } from '../db/current.ts'
import { openOwned } from '../db/open.ts'

const webDir = await mkdtemp(join(tmpdir(), 'purvey-web-'))
await mkdir(join(webDir, 'assets'))
await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Purvey</title>')
await writeFile(join(webDir, 'assets', 'index-abc123.js'), 'export const long = "' + 'x'.repeat(5000) + '"')
afterAll(() => rm(webDir, { recursive: true }))

const built = await withServer({ webDir })
const unbuilt = await withServer({ webDir: join(webDir, 'missing') })

describe('the web app', () => {
  it.each(['/', '/orders', '/orders/0193?tab=all', '/settings/integrations'])(
    'is its page at %s',
    async (path) => {
      const response = await testClient(built.base).raw(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toContain('<title>Purvey')
    },
  )

  it('keeps hashed files for good, compressed', async () => {
    const response = await testClient(built.base).raw('/assets/index-abc123.js', {
      headers: { 'accept-encoding': 'br' },
    })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(await response.text()).toContain('xxxx')
  })

  it('gives no page for a script that is gone, nor for the API, nor for files outside', async () => {
    expect((await testClient(built.base).raw('/assets/index-old.js')).status).toBe(404)
    expect((await testClient(built.base).call('/api/orders2')).body).toMatchObject({ code: 'not-found' })
    const outside = await testClient(built.base).raw('/..%2f..%2f..%2f..%2fetc%2fpasswd')
    expect(await outside.text()).not.toContain('root:')
  })

  it('says what to run when it is not built', async () => {
    const response = await testClient(unbuilt.base).raw('/orders')
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm run build')
  })
})

describe('readiness', () => {
  it('is when the database answers with this version’s migrations', async () => {
    expect(await isDatabaseCurrent(built.services.db)).toBe(true)
  })

  it('is not when there is no database', async () => {
    await expect(openOwned({ host: '127.0.0.1', port: 1 }, {})).rejects.toThrow()
    const gone = await withServer({ ready: () => Promise.reject(new Error('gone')) })
    expect((await testClient(gone.base).call('/ready')).status).toBe(503)
  })
})
