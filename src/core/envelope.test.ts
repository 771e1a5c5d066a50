/** What envelopes promise: only the right owner with a known master key opens them, unaltered, also after rotation. */
import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveSecret, type EnvelopeOwner, masterKey, rewrap, seal, unseal } from './envelope.ts'

const owner: EnvelopeOwner = {
  supplierId: 'supplier-1',
  connectionId: 'connection-1',
  purpose: 'connection key',
}
const old = masterKey(randomBytes(32))
const current = masterKey(randomBytes(32))

describe('an envelope', () => {
  it('gives any text back to its owner', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secret) => {
        // A lone half of a surrogate pair is no text that UTF-8 can hold.
        const text = secret.toWellFormed()
        expect(unseal([current], seal([current], text, owner), owner)).toEqual({ ok: true, secret: text })
      }),
    )
  })

  it('carries its version and the master key’s id, is another each time, and does not show the secret', () => {
    const [one, two] = [seal([current], 'top secret', owner), seal([current], 'top secret', owner)]
    expect(one).toMatch(new RegExp(`^v1\\.${current.id}\\.`))
    expect(one).not.toBe(two)
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').includes('top secret')).toBe(false)
  })

  it.each([
    ['supplier', { ...owner, supplierId: 'supplier-2' }],
    ['connection', { ...owner, connectionId: 'connection-2' }],
    ['purpose', { ...owner, purpose: 'another' }],
    // Parts must not run into each other.
    ['split', { ...owner, supplierId: 'supplier-1connection', connectionId: '-1' }],
  ])('does not open for another %s', (_, other) => {
    expect(unseal([current], seal([current], 'secret', owner), other)).toEqual({ ok: false, why: 'altered' })
  })

  it('does not open when any character of it is another', () => {
    const envelope = seal([current], 'a key', owner)
    for (let at = 0; at < envelope.length; at += 1) {
      const altered = `${envelope.slice(0, at)}${envelope[at] === 'A' ? 'B' : 'A'}${envelope.slice(at + 1)}`
      // The last character of base64url has bits that stand for nothing.
      const bytes = (text: string) =>
        text.split('.').map((part, i) => (i < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))
      if (bytes(altered).join() === bytes(envelope).join()) continue
      expect(unseal([current], altered, owner).ok, `character ${at}`).toBe(false)
    }
  })

  it('tells a missing master key from a damaged envelope', () => {
    expect(unseal([current], seal([old], 'secret', owner), owner)).toEqual({
      ok: false,
      why: 'master-key-missing',
    })
    expect(unseal([current], 'nonsense', owner)).toEqual({ ok: false, why: 'malformed' })
    expect(unseal([current], `v1.${current.id}.AAAA.AAAA`, owner)).toEqual({ ok: false, why: 'altered' })
  })
})

describe('rewrap', () => {
  it('puts the secret under the first key, so that the old key can be thrown away', () => {
    const renewed = rewrap([current, old], seal([old], 'secret', owner), owner)
    if (!renewed.ok) throw new Error(renewed.why)
    expect(unseal([current], renewed.envelope, owner)).toEqual({ ok: true, secret: 'secret' })
    expect(unseal([old], renewed.envelope, owner)).toEqual({ ok: false, why: 'master-key-missing' })
  })

  it('leaves an envelope that is current as it is, and refuses one that does not open', () => {
    const envelope = seal([current], 'secret', owner)
    expect(rewrap([current, old], envelope, owner)).toEqual({ ok: true, envelope })
    expect(rewrap([current], seal([old], 'secret', owner), owner)).toEqual({
      ok: false,
      why: 'master-key-missing',
    })
    expect(rewrap([current], envelope, { ...owner, supplierId: 'x' })).toEqual({ ok: false, why: 'altered' })
  })
})

it('derives the same secret from the same key and use, and others otherwise', () => {
  expect(deriveSecret(current, 'sign-in')).toBe(deriveSecret(current, 'sign-in'))
  const all = [deriveSecret(current, 'sign-in'), deriveSecret(current, 'other'), deriveSecret(old, 'sign-in')]
  expect(new Set(all).size).toBe(3)
  expect(all.every((secret) => secret.length === 43)).toBe(true)
})

it('takes master keys of 32 bytes only', () => {
  expect(() => masterKey(randomBytes(31))).toThrow('32 bytes')
})
