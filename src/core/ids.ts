/**
 * Identifiers and their making. Ids are UUID version 7 made here, not by the database, because only PostgreSQL 18
 * and newer can make them; they sort by time of creation.
 */
import { randomFillSync } from 'node:crypto'

declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** The tenant. Branded so that no other id can be taken for it: it decides whose rows a transaction sees. */
export type SupplierId = Id<'supplier'>
/** A person who signs in, whatever the supplier. */
export type UserId = Id<'user'>

let lastMs = 0
let sequence = 0

/** A new UUID version 7 (RFC 9562): 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits. */
export function newId<T extends string = string>(nowMs: number = Date.now()): T {
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = 0
  } else {
    sequence += 1
    if (sequence > 0xfff) {
      lastMs += 1
      sequence = 0
    }
  }
  const bytes = randomFillSync(Buffer.alloc(16))
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}

/** Whether a text has the form of an id, so that the database can be asked for it. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** Brands a string that is already known to be an id of that kind (from a validated request or a database row). */
export function asId<T extends SupplierId | UserId>(value: string): T {
  return value as T
}
