/**
 * Connections to addresses that somebody else chose: only to public ones, judged by the address that the name resolves to at
 * the moment of connecting, so that a name cannot be swapped after the check.
 */
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Dispatcher } from 'undici'

export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress'
}

export interface GuardedAgent {
  /** The dispatcher to fetch `url` with. @throws PrivateAddress when its host is an address that is not public. */
  dispatcherFor(url: URL): Dispatcher
  close(): Promise<void>
}

/** `allowPrivate` names hosts, as `host:port`, that may be fetched from whatever their address. */
export async function openGuardedAgent(allowPrivate: readonly string[]): Promise<GuardedAgent> {
  const { Agent } = await import('undici')
  const settings = { headersTimeout: 15_000, bodyTimeout: 15_000, connections: 4 }
  const guarded = new Agent({ ...settings, connect: { timeout: 10_000, lookup: publicLookup } })
  const open = new Agent({ ...settings, connect: { timeout: 10_000 } })
  const allowed = new Set(allowPrivate.map((host) => host.toLowerCase()))
  return {
    dispatcherFor: (url) => {
      const port = url.port || (url.protocol === 'https:' ? '443' : '80')
      if (allowed.has(`${url.hostname}:${port}`)) return open
      const host = url.hostname.replace(/^\[|\]$/g, '')
      // Node resolves no address that is one already, so the look-up below never sees it.
      if (isIP(host) !== 0 && !isPublic(host)) throw new PrivateAddress(host)
      return guarded
    },
    close: async () => {
      await Promise.all([guarded.destroy(), open.destroy()])
    },
  }
}

/** Whether an address belongs to the public internet: no private, loopback, link-local, translated or reserved one. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, [])
      return
    }
    const refused = addresses.find(({ address }) => !isPublic(address))
    if (refused) {
      callback(new PrivateAddress(refused.address), [])
      return
    }
    const [first] = addresses
    if (options.all) callback(null, addresses)
    else callback(null, first?.address ?? '', first?.family)
  })
}
