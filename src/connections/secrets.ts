/**
 * The installation's master keys, from the environment or a key file, and what is done with them: the connection's key, the
 * sign-in secrets, rotation. A key must never reach a log, an answer or an error's text.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  deriveSecret,
  type EnvelopeOwner,
  type MasterKey,
  masterKey,
  type MasterKeys,
  rewrap,
} from '../core/envelope.ts'
import { type Db, read, transact, type Tx } from '../db/transact.ts'
import { allSuppliers, connectionsWithKeys, replaceEnvelope, type SupplierWithKeys } from './secret-store.ts'

/** What the envelope of a connection's key belongs to. */
export function keyOwner(supplierId: string, connectionId: string): EnvelopeOwner {
  return { supplierId, connectionId, purpose: 'connection key' }
}

/**
 * The master keys: from `PURVEY_MASTER_KEY` (base64 of 32 bytes; several separated by commas, the first is the current one),
 * else from the key file (one a line), which is made on the first run. @throws Error with a sentence for anything else.
 */
export async function loadMasterKeys(from: {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Path of the key file, `<dataDir>/master.key`; undefined where there is no data directory. */
  readonly file?: string | undefined
}): Promise<MasterKeys> {
  const given = from.env['PURVEY_MASTER_KEY']?.trim()
  if (given !== undefined && given !== '') return parseKeys(given, 'PURVEY_MASTER_KEY')
  if (from.file === undefined) {
    throw new Error(
      'There is no master key, with which the keys of connections are encrypted. Set PURVEY_MASTER_KEY to 32 random bytes in base64, such as "openssl rand -base64 32" prints, keep it as long as the database, and give every process the same.',
    )
  }
  return (await readKeyFile(from.file)) ?? makeKeyFile(from.file)
}

/** The secret with which sign-in signs. It follows the current master key alone: the sign-in library knows no older ones. */
export function authSecret([current]: MasterKeys): string {
  return deriveSecret(current, 'sign-in')
}

/** A connection whose envelope no master key opens, with what a person knows it by. */
interface UnreadableKey {
  readonly supplierId: string
  readonly supplierName: string
  readonly connectionId: string
  readonly username: string
}

export interface Rotation {
  /** Envelopes that are now under the current master key. */
  readonly rewrapped: number
  /** Envelopes that were so already. */
  readonly current: number
  readonly unreadable: readonly UnreadableKey[]
}

/** Wraps every stored secret with the current master key, so that the old ones can be thrown away. Safe to run again. */
export async function rotateSecrets(db: Db, keys: MasterKeys): Promise<Rotation> {
  let rewrapped = 0
  let current = 0
  const unreadable: UnreadableKey[] = []
  const suppliers = await read(db, { system: true }, allSuppliers)
  for (const supplier of suppliers) {
    const { supplierId } = supplier
    const seen = await transact(db, { supplierId }, (tx) => rotateSupplier(tx, supplier, keys))
    rewrapped += seen.rewrapped
    current += seen.current
    unreadable.push(...seen.unreadable)
  }
  return { rewrapped, current, unreadable }
}

async function rotateSupplier(
  tx: Tx,
  { supplierId, name }: SupplierWithKeys,
  keys: MasterKeys,
): Promise<Rotation> {
  let rewrapped = 0
  let current = 0
  const unreadable: UnreadableKey[] = []
  for (const { connectionId, username, keyEnvelope } of await connectionsWithKeys(tx, supplierId)) {
    const renewed = rewrap(keys, keyEnvelope, keyOwner(supplierId, connectionId))
    if (!renewed.ok) unreadable.push({ supplierId, supplierName: name, connectionId, username })
    else if (renewed.envelope === keyEnvelope) current += 1
    else {
      await replaceEnvelope(tx, { supplierId, connectionId }, { from: keyEnvelope, to: renewed.envelope })
      rewrapped += 1
    }
  }
  return { rewrapped, current, unreadable }
}

function parseKeys(text: string, where: string): MasterKeys {
  const keys = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('#'))
    .map((part, index) => parseKey(part, `Key ${index + 1} of ${where}`))
  const [first, ...others] = keys
  if (!first)
    throw new Error(
      `${where} holds no master key. Put the one back that was there, or 32 random bytes in base64.`,
    )
  if (new Set(keys.map((key) => key.id)).size < keys.length)
    throw new Error(`${where} names the same master key twice. Remove one of them.`)
  return [first, ...others]
}

function parseKey(text: string, which: string): MasterKey {
  const bytes = Buffer.from(text, 'base64')
  // Decoding skips what is not base64, so a damaged key would become another key.
  if (!/^[\w+/-]+={0,2}$/.test(text) || bytes.byteLength !== 32)
    throw new Error(
      `${which} is not 32 bytes in base64: it has ${text.length} characters, and 44 are expected. "openssl rand -base64 32" prints one.`,
    )
  return masterKey(bytes)
}

async function readKeyFile(path: string): Promise<MasterKeys | undefined> {
  let mode: number
  try {
    mode = (await stat(path)).mode
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw new Error(`The master key file ${path} cannot be read: ${String(error)}`, { cause: error })
  }
  if (process.platform !== 'win32' && (mode & 0o007) !== 0) {
    throw new Error(
      `The master key file ${path} can be opened by every user of this machine (mode ${(mode & 0o777).toString(8)}). Run "chmod 600 ${path}" and start again.`,
    )
  }
  return parseKeys(await readFile(path, 'utf8'), path)
}

async function makeKeyFile(path: string): Promise<MasterKeys> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Written aside and then linked: another process that starts now sees a whole file or none, and never two keys.
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(aside, path)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
  } finally {
    await unlink(aside)
  }
  const keys = await readKeyFile(path)
  if (!keys) throw new Error(`The master key file ${path} was removed while it was being made. Start again.`)
  return keys
}
