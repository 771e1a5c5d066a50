/**
 * What each way of failing means: one of the port's five kinds, a stable code, and a sentence for a shop owner. This is the
 * only file that knows HTTP statuses; it must never call a write "not carried out" unless that is certain.
 */
import { quotation } from '../../core/quotation.ts'
import { storable } from '../../core/storable.ts'
import type { ErpFailure } from '../port.ts'
import type { Query } from './where.ts'

/** One HTTP exchange as it went: an answer (even a broken one) or nothing. */
export type Exchange =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly contentType: string
      readonly retryAfter: string | undefined
      readonly location: string | undefined
      readonly text: string
    }
  | {
      readonly kind: 'broken'
      /** Whether any byte of the request may have left. */
      readonly sent: boolean
      readonly status: number | undefined
      readonly why: 'timed-out' | 'stopped' | 'too-large' | 'cut-off' | 'no-connection' | 'bad-certificate'
      /** The system's own words, such as `ECONNREFUSED`. */
      readonly detail: string
    }

export interface OmniCall {
  readonly method: 'GET' | 'POST'
  /** `SalesOrders`, `Contacts`, … */
  readonly resource: string
  /** `/v1/SalesOrders` or `/v1/SalesOrders/12`. */
  readonly path: string
  readonly query?: Query
  readonly body?: string
  /** A 404 means that the record does not exist, not that the address is wrong. */
  readonly mayBeMissing?: boolean
}

/** What the boxes of an API connection in Cin7 are called (spec for the verbs, inferred for the spacing of the names). */
const boxes: Readonly<Record<string, string>> = {
  Contacts: 'Contacts',
  Products: 'Products',
  ProductOptions: 'Product options',
  ProductCategories: 'Product categories',
  Branches: 'Branches',
  Stock: 'Stock',
  Users: 'Users',
  SalesOrders: 'Sales orders',
  Payments: 'Payments',
}

/** The box to tick in Cin7, such as `Sales orders › Create`. */
export function boxFor(resource: string, verb: 'read' | 'create'): string {
  return `${boxes[resource] ?? resource} › ${verb === 'create' ? 'Create' : 'Read'}`
}

/** Longest quotation of Cin7's own words. */
const longestSaid = 1_000

/** Cin7's own words in an error answer: bare JSON text (spec), `{message}` (live 2019), a page title of HTML, plain text. */
function saidIn(text: string): string | undefined {
  const words = storable(wordsIn(text.trim()).slice(0, longestSaid)).trim()
  return words === '' ? undefined : words
}

function wordsIn(body: string): string {
  if (looksLikeHtml(body)) {
    const title = /<title[^>]*>([^<]{1,200})</i.exec(body) ?? /<h1[^>]*>([^<]{1,200})</i.exec(body)
    return title?.[1] ?? ''
  }
  try {
    return wordsOf(JSON.parse(body)) ?? (/^(null|\{\s*\}|\[\s*\])$/.test(body) ? '' : body)
  } catch {
    return body
  }
}

function wordsOf(json: unknown): string | undefined {
  if (typeof json === 'string') return json
  if (typeof json !== 'object' || json === null) return undefined
  const entries = new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value as unknown]))
  const words = ['message', 'exceptionmessage', 'messagedetail', 'error', 'errors', 'title']
    .map((name) => entries.get(name))
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string' && value.trim() !== '')
  return words.length > 0 ? words.join(' ') : undefined
}

function looksLikeHtml(text: string): boolean {
  return /^\s*(<!doctype|<html|<head|<body|<h1|<\?xml)/i.test(text)
}

function failure(
  kind: ErpFailure['kind'],
  code: string,
  sentence: string,
  more: { said?: string | undefined; waitMs?: number | undefined; resource?: string } = {},
): ErpFailure {
  return {
    ok: false,
    kind,
    code,
    sentence,
    ...(more.said === undefined ? {} : { said: more.said }),
    ...(more.waitMs === undefined ? {} : { waitMs: more.waitMs }),
    ...(more.resource === undefined ? {} : { resource: more.resource }),
  }
}

const afterwards =
  'Whether it took effect there is not known, so it is looked up before anything is sent again.'

/** An exchange without a usable answer. */
export function failureOfBroken(call: OmniCall, exchange: Extract<Exchange, { kind: 'broken' }>): ErpFailure {
  const { resource } = call
  const { why, detail } = exchange
  if (!exchange.sent) {
    switch (why) {
      case 'stopped':
        return failure('busy', 'stopped', 'The call to Cin7 was not made because the work was stopped.', {
          resource,
        })
      case 'bad-certificate':
        return failure(
          'unreachable',
          why,
          `Cin7's address could not prove who it is (${detail}). Check the address in the settings.`,
          { resource },
        )
      case 'timed-out':
        return failure('unreachable', 'no-connection', 'Cin7 could not be reached in time.', { resource })
      default:
        return failure('unreachable', 'no-connection', `Cin7 could not be reached (${detail}).`, { resource })
    }
  }
  const write = call.method !== 'GET'
  const kind = write ? 'ambiguous' : why === 'stopped' ? 'busy' : 'unreachable'
  const tail = write ? ` ${afterwards}` : ''
  switch (why) {
    case 'timed-out':
      return failure(kind, 'timed-out', `Cin7 did not answer in time.${tail}`, { resource })
    case 'stopped':
      return failure(kind, 'stopped', `The work was stopped while Cin7 was answering.${tail}`, { resource })
    case 'too-large':
      return failure(kind, 'answer-too-large', `Cin7's answer was longer than Purvey accepts.${tail}`, {
        resource,
      })
    default:
      return failure(
        kind,
        'cut-off',
        `The connection to Cin7 broke before the answer was complete (${detail}).${tail}`,
        { resource },
      )
  }
}

/** An answer that is no success. `waitMs` comes from the Retry-After header when it can be believed. */
export function failureOfAnswer(
  call: OmniCall,
  answer: Extract<Exchange, { kind: 'answer' }>,
  waitMs: number | undefined,
): ErpFailure {
  const { resource } = call
  const { status } = answer
  const write = call.method !== 'GET'
  const html = looksLikeHtml(answer.text)
  const said = saidIn(answer.text)
  const words = said === undefined ? '' : ` Cin7 said: ${quotation(said)}`
  if (status === 401) {
    return failure(
      'misconfigured',
      'wrong-key',
      'Cin7 refused the username or key. Check both in Cin7 under Settings › Integrations & API › API v1, and paste them again.',
      { said, resource },
    )
  }
  if (status === 403 && html) {
    return failure(
      'misconfigured',
      'blocked',
      `Something in front of Cin7 blocked the call.${words} Ask Cin7 support whether this server's address may use the API.`,
      { said, resource },
    )
  }
  if (status === 403) {
    const box = boxFor(resource, write ? 'create' : 'read')
    return failure(
      'misconfigured',
      'permission-missing',
      `Cin7 does not allow this: tick “${box}” for the API connection in Cin7 under Settings › Integrations & API › API v1.`,
      { said, resource },
    )
  }
  if (status === 429) {
    return failure('busy', 'rate-limited', 'Cin7 asked to slow down.', {
      said,
      waitMs,
      resource,
    })
  }
  if (status >= 300 && status < 400) {
    // 301, 307 and 308 promise that nothing was done; 302 and 303 may follow a deed.
    const kind = write && (status === 302 || status === 303) ? 'ambiguous' : 'misconfigured'
    return failure(
      kind,
      'redirected',
      `Cin7's address answered with a redirection to “${answer.location ?? 'nowhere'}”. Check the address in the settings.${kind === 'ambiguous' ? ` ${afterwards}` : ''}`,
      { said, resource },
    )
  }
  if (status >= 500 || status === 408 || status === 421) {
    if (write)
      return failure(
        'ambiguous',
        'server-error',
        `Cin7 answered with an error of its own (${status}).${words} ${afterwards}`,
        { said, waitMs, resource },
      )
    return failure(
      'unreachable',
      'server-error',
      `Cin7 answered with an error of its own (${status}).${words}`,
      { said, waitMs, resource },
    )
  }
  if (status === 404 || status === 405 || status === 410) {
    return failure(
      'misconfigured',
      'wrong-address',
      `There is no Cin7 Omni API at this address (${status}).${words} Check the address in the settings.`,
      { said, resource },
    )
  }
  const what = write ? 'Cin7 refused what was sent' : 'Cin7 refused the question'
  return failure('refused', 'bad-request', `${what} (${status}).${words || ' It gave no reason.'}`, {
    said,
    resource,
  })
}

/** A success whose body is not the JSON that was expected. */
export function failureOfUnreadable(call: OmniCall, text: string): ErpFailure {
  const seen =
    text.trim() === ''
      ? 'nothing at all'
      : looksLikeHtml(text)
        ? 'a web page'
        : 'something that is not complete data'
  if (call.method !== 'GET') {
    return failure(
      'ambiguous',
      'unreadable-answer',
      `Cin7 accepted the call but answered with ${seen}. ${afterwards}`,
      { resource: call.resource, said: saidIn(text) },
    )
  }
  return failure(
    'unreachable',
    'unreadable-answer',
    `Cin7 answered with ${seen} instead of data. If it stays so, check the address in the settings.`,
    { resource: call.resource, said: saidIn(text) },
  )
}

/** The connection's settings cannot be used for a call at all. */
export function badSettings(code: 'bad-address' | 'key-missing', sentence: string): ErpFailure {
  return failure('misconfigured', code, sentence)
}
