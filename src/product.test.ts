/** What the product knows of its own address, from which the links back in sales orders are made. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withDatabase } from '../tests/support/test-database.ts'
import { readConfiguration } from './configuration.ts'
import { openLog } from './core/log.ts'
import { prepareJobs } from './jobs/prepare.ts'
import { startProduct } from './product.ts'

const database = await withDatabase()
await prepareJobs(database.ownerConnection)

async function addressesOf(
  env: Record<string, string>,
  roles = { serve: true, work: false },
): Promise<{ url: string | undefined; publicUrl: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-product-'))
  const configuration = readConfiguration({ PURVEY_DATA_DIR: dataDir, PORT: '0', ...env })
  const product = await startProduct({ configuration, log: openLog('test', 'silent'), database, ...roles })
  await product.stop()
  await rm(dataDir, { recursive: true })
  return { url: product.url, publicUrl: product.services.publicUrl }
}

it('is reached where it listens, unless it is told otherwise', async () => {
  const own = await addressesOf({})
  expect(own.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]/)
  expect(own.publicUrl).toBe(own.url)
  const everywhere = await addressesOf({ HOST: '0.0.0.0' })
  expect(everywhere.publicUrl).toMatch(/^http:\/\/localhost:[1-9]/)
  const told = await addressesOf({ PURVEY_PUBLIC_URL: 'https://orders.example.com/' })
  expect(told.publicUrl).toBe('https://orders.example.com')
})

it('a worker of its own links to where the server of the same settings listens', async () => {
  const worker = await addressesOf({ PORT: '4321' }, { serve: false, work: true })
  expect(worker).toEqual({ url: undefined, publicUrl: 'http://127.0.0.1:4321' })
})
