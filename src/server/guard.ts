/** What every answer carries for browsers' protection, and which writes are not taken from other sites' pages. */
import type { FastifyRequest } from 'fastify'
import type { CommonCode } from '../contract/problem.ts'
import { type Refusal, refuse } from '../core/refusal.ts'

/** Scripts come from our own files alone. Styles may be inline: overlays position themselves by style attributes. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * A browser says where a write comes from; programs say nothing. A write that another site's page caused is refused, because
 * the browser may have added the session cookie to it.
 */
export function refuseForeignWrite(
  request: FastifyRequest,
  publicUrl: string | undefined,
): Refusal<CommonCode> | undefined {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return undefined
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return undefined
    return foreign(`sec-fetch-site: ${site.slice(0, 20)}`)
  }
  const { origin } = request.headers
  if (origin === undefined || isOurs(origin, request, publicUrl)) return undefined
  return foreign(`origin: ${origin.slice(0, 100)}`)
}

function isOurs(origin: string, request: FastifyRequest, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === request.host || (publicUrl !== undefined && host === new URL(publicUrl).host)
}

function foreign(seen: string): Refusal<CommonCode> {
  return refuse(
    'not-allowed',
    `This change was asked for by a page of another site (${seen}). Do it in Purvey itself.`,
  )
}
