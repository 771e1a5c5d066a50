/**
 * Encrypts a secret so that it can be stored: AES-256-GCM with a data key of its own, which a master key wraps. What the
 * secret belongs to is authenticated with it, so an envelope moved to another row does not open. Knows no files and no rows.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

export interface MasterKey {
  /** Tells keys apart in envelopes; gives nothing of the key away. */
  readonly id: string
  readonly key: KeyObject
}

/** The first one seals; all of them open. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]]

/** What a secret belongs to; an envelope opens only with the same. */
export interface EnvelopeOwner {
  readonly supplierId: string
  readonly connectionId: string
  readonly purpose: string
}

export type Unsealed =
  | { readonly ok: true; readonly secret: string }
  | { readonly ok: false; readonly why: 'malformed' | 'master-key-missing' | 'altered' }

const VERSION = 'v1'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** A master key from its 32 bytes. @throws RangeError for another length. */
export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.byteLength !== KEY_BYTES)
    throw new RangeError(`A master key has ${KEY_BYTES} bytes; this one has ${bytes.byteLength}.`)
  const id = createHash('sha256').update('purvey master key id').update(bytes).digest('hex').slice(0, 16)
  return { id, key: createSecretKey(bytes) }
}

/** A secret of its own for another use, such as signing sessions: HKDF-SHA-256, 32 bytes as base64url text. */
export function deriveSecret(from: MasterKey, use: string): string {
  return Buffer.from(hkdfSync('sha256', from.key, 'purvey', use, KEY_BYTES)).toString('base64url')
}

/** Seals a secret with the first master key. Envelope: `v1.<master key id>.<wrapped data key>.<encrypted secret>`. */
export function seal(keys: MasterKeys, secret: string, owner: EnvelopeOwner): string {
  const dataKey = randomBytes(KEY_BYTES)
  const sealed = encrypt(createSecretKey(dataKey), Buffer.from(secret, 'utf8'), forSecret(owner))
  return assemble(keys[0], dataKey, sealed, owner)
}

/** Opens an envelope with whichever master key sealed it. */
export function unseal(keys: MasterKeys, envelope: string, owner: EnvelopeOwner): Unsealed {
  const opened = openDataKey(keys, envelope, owner)
  if (!opened.ok) return opened
  const secret = decrypt(createSecretKey(opened.dataKey), opened.sealed, forSecret(owner))
  return secret ? { ok: true, secret: secret.toString('utf8') } : { ok: false, why: 'altered' }
}

/**
 * The same secret under the first master key; the envelope itself when it is already so. The secret is checked, but its
 * encrypted form stays: only the data key is wrapped anew.
 */
export function rewrap(
  keys: MasterKeys,
  envelope: string,
  owner: EnvelopeOwner,
): { readonly ok: true; readonly envelope: string } | Extract<Unsealed, { ok: false }> {
  const secret = unseal(keys, envelope, owner)
  if (!secret.ok) return secret
  const opened = openDataKey(keys, envelope, owner)
  if (!opened.ok) return opened
  if (opened.masterKeyId === keys[0].id) return { ok: true, envelope }
  return { ok: true, envelope: assemble(keys[0], opened.dataKey, opened.sealed, owner) }
}

function assemble(master: MasterKey, dataKey: Uint8Array, sealed: Buffer, owner: EnvelopeOwner): string {
  const wrapped = encrypt(master.key, dataKey, forDataKey(owner, master.id))
  return [VERSION, master.id, wrapped.toString('base64url'), sealed.toString('base64url')].join('.')
}

type OpenedDataKey =
  | { readonly ok: true; readonly masterKeyId: string; readonly dataKey: Buffer; readonly sealed: Buffer }
  | Extract<Unsealed, { ok: false }>

function openDataKey(keys: MasterKeys, envelope: string, owner: EnvelopeOwner): OpenedDataKey {
  const parts = /^v1\.([0-9a-f]{16})\.([\w-]+)\.([\w-]+)$/.exec(envelope)
  if (!parts) return { ok: false, why: 'malformed' }
  const [, masterKeyId = '', wrapped = '', sealed = ''] = parts
  const master = keys.find((key) => key.id === masterKeyId)
  if (!master) return { ok: false, why: 'master-key-missing' }
  const dataKey = decrypt(master.key, Buffer.from(wrapped, 'base64url'), forDataKey(owner, masterKeyId))
  if (dataKey?.byteLength !== KEY_BYTES) return { ok: false, why: 'altered' }
  return { ok: true, masterKeyId, dataKey, sealed: Buffer.from(sealed, 'base64url') }
}

function encrypt(key: KeyObject, plain: Uint8Array, associated: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function decrypt(key: KeyObject, sealed: Buffer, associated: Buffer): Buffer | undefined {
  if (sealed.byteLength < IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}

function forSecret(owner: EnvelopeOwner): Buffer {
  return Buffer.from(JSON.stringify([VERSION, 'secret', owner.supplierId, owner.connectionId, owner.purpose]))
}

function forDataKey(owner: EnvelopeOwner, masterKeyId: string): Buffer {
  return Buffer.from(
    JSON.stringify([VERSION, 'data key', masterKeyId, owner.supplierId, owner.connectionId, owner.purpose]),
  )
}
