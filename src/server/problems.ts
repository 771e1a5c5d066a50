/** Turns refusals, invalid requests and bugs into problem+json. A new refusal code does not compile until it is here; a bug never shows its insides. */
import type { FastifyReply } from 'fastify'
import type { CommonCode, Problem } from '../contract/problem.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { isOutOfReach } from '../db/out-of-reach.ts'
import type { RefusalCode } from './refusal-codes.ts'
import { InvalidInput, placeOf } from './validation.ts'

interface Kind {
  readonly status: number
  readonly title: string
}

export const problemKinds: { readonly [Code in RefusalCode]: Kind } = {
  // Any endpoint
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'not-allowed': { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'too-large': { status: 413, title: 'Too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'idempotency-key-reused': { status: 409, title: 'The idempotency key was used for another request' },
  'still-running': { status: 409, title: 'The same request is still running' },
  'already-done': { status: 409, title: 'The request was carried out, its answer was lost' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  unexpected: { status: 500, title: 'Something went wrong in Purvey' },
  // Sign-in and set-up
  'already-set-up': { status: 409, title: 'Already set up' },
  'time-zone-unknown': { status: 422, title: 'Unknown time zone' },
  'currency-unknown': { status: 422, title: 'Unknown currency' },
  'wrong-sign-in': { status: 401, title: 'Wrong e-mail address or password' },
  'too-many-attempts': { status: 429, title: 'Too many failed sign-ins' },
  // The state of things
  'revision-stale': { status: 409, title: 'Changed by somebody else in the meantime' },
  'not-now': { status: 409, title: 'Not possible in this state' },
  'not-linked': { status: 409, title: 'Not linked' },
  'not-connected': { status: 409, title: 'Cin7 is not connected' },
  'other-account-connected': { status: 409, title: 'Another Cin7 account is connected' },
  'remote-linked-elsewhere': { status: 409, title: 'Linked to something else already' },
  'remote-other-customer': { status: 409, title: 'Of another customer in Cin7' },
  'import-running': { status: 409, title: 'An import is running already' },
  'import-not-ready': { status: 409, title: 'The import is not ready' },
  'import-ended': { status: 409, title: 'The import has ended' },
  // What was asked for
  'branch-unknown': { status: 422, title: 'Unknown branch' },
  'customer-unknown': { status: 422, title: 'Unknown customer' },
  'customer-inactive': { status: 422, title: 'The customer is not active' },
  'product-unknown': { status: 422, title: 'Unknown product' },
  'product-not-orderable': { status: 422, title: 'The product cannot be ordered' },
  'line-unknown': { status: 422, title: 'Unknown line' },
  'order-empty': { status: 422, title: 'The order has no lines' },
  'price-tier-unknown': { status: 422, title: 'Unknown price tier' },
  'price-zero': { status: 422, title: 'A price of zero' },
  'remote-not-found': { status: 422, title: 'Not found in Cin7' },
  'remote-ambiguous': { status: 422, title: 'More than one in Cin7' },
  'nothing-chosen': { status: 422, title: 'Nothing is chosen' },
  // Cin7
  'wrong-key': { status: 422, title: 'Cin7 refused the username or key' },
  'erp-unreachable': { status: 502, title: 'Cin7 cannot be reached' },
  'erp-busy': { status: 503, title: 'Cin7 is busy' },
}

/** What a refusal becomes; undefined when its code is not in the contract, which is a bug. */
export function problemOf(refusal: Refusal, requestId: string): Problem | undefined {
  if (!Object.hasOwn(problemKinds, refusal.code)) return undefined
  const kind = problemKinds[refusal.code as RefusalCode]
  return {
    type: `urn:purvey:problem:${refusal.code}`,
    title: kind.title,
    status: kind.status,
    code: refusal.code,
    detail: refusal.sentence,
    ...(refusal.fields ? { fields: refusal.fields.map((field) => ({ ...field })) } : {}),
    ...(refusal.facts ? { facts: { ...refusal.facts } } : {}),
    requestId,
  }
}

/** Sends a problem, with Retry-After where its facts say how long to wait. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const wait = problem.facts?.['retryAfterSeconds']
  if (typeof wait === 'number') void reply.header('retry-after', String(Math.ceil(wait)))
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

/** What a thrown error means for the caller. Everything that is not the caller's doing is `unexpected`. */
export function refusalOf(error: unknown): Refusal<CommonCode> {
  if (error instanceof InvalidInput) return invalid(error)
  if (isOutOfReach(error)) {
    return refuse(
      'unavailable',
      'Purvey cannot reach its database. Try again in a moment; if it lasts, tell your operator.',
    )
  }
  const { code, statusCode } = frameworkError(error)
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('too-large', 'The request is larger than 2 MB. Send it in several parts.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuse(
        'invalid-request',
        'The body is not marked as JSON. Send it with the header content-type: application/json.',
      )
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return refuse('invalid-request', 'The body is not JSON. Check its brackets, quotes and commas.')
    case 'FST_ERR_HANDLER_TIMEOUT':
      return refuse(
        'unavailable',
        'This took too long, and the answer was not waited for. Look whether it was done before you try again.',
      )
    default:
      if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
        return refuse('invalid-request', 'The request cannot be read. Check its address, headers and body.')
      }
      return refuse(
        'unexpected',
        'Something went wrong in Purvey. Try again; if it happens again, give your operator the request id.',
      )
  }
}

function invalid(error: InvalidInput): Refusal<'invalid-request'> {
  const [first] = error.fields
  const more = error.fields.length - 1
  const what = first && `${first.path === '' ? '' : `${placeOf(first.path)}: `}${first.message}`
  const rest = more > 0 ? ` ${more} more ${more === 1 ? 'field does' : 'fields do'} not fit either.` : ''
  return refuse(
    'invalid-request',
    `${what ?? 'The request does not fit.'} Correct it and try again.${rest}`,
    { fields: error.fields },
  )
}

function frameworkError(error: unknown): { code?: unknown; statusCode?: number } {
  if (typeof error !== 'object' || error === null) return {}
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  // Only the framework's own errors say something about the request: others happen to have these properties.
  if (typeof code !== 'string' || !code.startsWith('FST_')) return {}
  return { code, ...(typeof statusCode === 'number' ? { statusCode } : {}) }
}
