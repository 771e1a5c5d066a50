/** Where master keys come from, what is refused, and that rotation reaches every supplier's stored key. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { masterKey, unseal } from '../core/envelope.ts'
import type { SupplierId } from '../core/ids.ts'
import { read } from '../db/transact.ts'
import { connectionById } from './connection-store.ts'
import { authSecret, keyOwner, loadMasterKeys, rotateSecrets } from './secrets.ts'
import { addConnection, addSupplier } from './test-setup.ts'

const base64 = () => randomBytes(32).toString('base64')

describe('loadMasterKeys', () => {
  let folder = ''
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'purvey-keys-'))))
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('takes several from the environment, the first as the current one, before any file', async () => {
    const [one, two] = [base64(), base64()]
    const keys = await loadMasterKeys({
      env: { PURVEY_MASTER_KEY: ` ${one} , ${two} ` },
      file: join(folder, 'no'),
    })
    expect(keys.map((key) => key.id)).toEqual(
      [one, two].map((text) => masterKey(Buffer.from(text, 'base64')).id),
    )
    expect(await readdir(folder)).toEqual([])
  })

  it('makes a file that only its owner may read, and reads the same key from it ever after', async () => {
    const file = join(folder, 'data', 'master.key')
    const first = await loadMasterKeys({ env: {}, file })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await loadMasterKeys({ env: {}, file }))[0].id).toBe(first[0].id)
    expect(await readdir(join(folder, 'data'))).toEqual(['master.key'])
  })

  it('gives all who start at once the same key', async () => {
    const file = join(folder, 'master.key')
    const all = await Promise.all(Array.from({ length: 20 }, () => loadMasterKeys({ env: {}, file })))
    expect(new Set(all.map(([key]) => key.id)).size).toBe(1)
    expect(await readdir(folder)).toEqual(['master.key'])
  })

  it('refuses a file that every user may read, and says what to do', async () => {
    const file = join(folder, 'master.key')
    await loadMasterKeys({ env: {}, file })
    await chmod(file, 0o644)
    await expect(loadMasterKeys({ env: {}, file })).rejects.toThrow(`chmod 600 ${file}`)
  })

  it.each([
    ['short', randomBytes(16).toString('base64')],
    ['no base64', 'x'.repeat(30) + '!'.repeat(14)],
    ['the same twice', 'SAME'],
    ['only blanks in the file', ''],
  ])('refuses a key that is %s, without showing it', async (_, text) => {
    const same = base64()
    const file = join(folder, 'master.key')
    await writeFile(file, text === 'SAME' ? `${same}\n${same}\n` : `${text}\n`, { mode: 0o600 })
    const error = await loadMasterKeys({ env: {}, file }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toContain(file)
    if (text !== '') expect(String(error)).not.toContain(text === 'SAME' ? same : text)
    expect(await readFile(file, 'utf8')).toContain(text === 'SAME' ? same : text)
  })

  it('says how to make one where there is neither', async () => {
    await expect(loadMasterKeys({ env: { PURVEY_MASTER_KEY: '' } })).rejects.toThrow('PURVEY_MASTER_KEY')
  })
})

it('signs sign-ins with a secret of the current master key', () => {
  const [one, two] = [masterKey(randomBytes(32)), masterKey(randomBytes(32))]
  expect(authSecret([one, two])).toBe(authSecret([one]))
  expect(authSecret([two, one])).not.toBe(authSecret([one]))
})

describe('rotateSecrets', async () => {
  const { db } = await withDatabase()
  const [current, old, lost] = [
    masterKey(randomBytes(32)),
    masterKey(randomBytes(32)),
    masterKey(randomBytes(32)),
  ]
  const envelopeOf = async (supplierId: SupplierId, connectionId: string) =>
    (await read(db, { supplierId }, (tx) => connectionById(tx, { supplierId, connectionId })))?.keyEnvelope ??
    ''

  it('puts every supplier’s key under the current master key, once, and names what it cannot open', async () => {
    const suppliers = [await addSupplier(db), await addSupplier(db), await addSupplier(db)] as const
    const made = [
      await addConnection(db, suppliers[0], { keys: [old], key: 'first key' }),
      await addConnection(db, suppliers[1], { keys: [current], key: 'second key' }),
      await addConnection(db, suppliers[2], { keys: [lost], key: 'third key' }),
    ] as const
    const unreadable = [
      {
        supplierId: suppliers[2],
        supplierName: 'Kererū Foods',
        connectionId: made[2],
        username: 'TestAccount',
      },
    ]
    expect(await rotateSecrets(db, [current, old])).toEqual({ rewrapped: 1, current: 1, unreadable })
    expect(
      unseal([current], await envelopeOf(suppliers[0], made[0]), keyOwner(suppliers[0], made[0])),
    ).toEqual({
      ok: true,
      secret: 'first key',
    })
    expect(await rotateSecrets(db, [current])).toEqual({ rewrapped: 0, current: 2, unreadable })
  })
})
