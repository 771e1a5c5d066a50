/** What `purvey rotate-keys` says of keys that it cannot open. */
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { withDatabase } from '../tests/support/test-database.ts'
import { rotateSecrets } from './connections/secrets.ts'
import { addConnection, addSupplier, testKeys } from './connections/test-setup.ts'
import { masterKey } from './core/envelope.ts'
import { rotationReport } from './rotate-keys.ts'

const { db } = await withDatabase()

it('names each key that no master key opens, and what to do, only where there is one', async () => {
  await addConnection(db, await addSupplier(db), { username: 'Readable' })
  const clean = rotationReport(await rotateSecrets(db, testKeys))
  expect(clean).toBe('0 keys encrypted anew, 1 were already under the current master key.\n')
  const lost = { username: 'KererūNZ', keys: [masterKey(randomBytes(32))] as const, key: 'the secret' }
  const connectionId = await addConnection(db, await addSupplier(db), lost)
  const report = rotationReport(await rotateSecrets(db, testKeys))
  expect(report).toContain(`  Kererū Foods, Cin7 account KererūNZ (connection ${connectionId})\n`)
  expect(report).toContain('Put the master key that they were encrypted with behind the current one')
  expect(report).not.toMatch(/Readable|the secret/)
})
