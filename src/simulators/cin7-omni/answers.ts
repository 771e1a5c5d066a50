// The answers of the API and how each leaves: JSON, bare-string errors, HTML of the front end, and what each fault puts in
// their place. Nothing here knows a resource.

import type { Account } from './account.ts'
import type { ArmedFault } from './faults.ts'

export type Answer = {
  status: number
  contentType: string
  text: string
  headers: Record<string, string>
  /** How the answer leaves: as it should, never, with a reset, or broken off in the middle. */
  ending: 'send' | 'hang' | 'reset' | 'cut'
  waitMs: number
  faults: string[]
  keyName: string
}

/** Bare strings by default (spec). */
export const errorTexts: Record<number, string> = {
  401: 'Unauthorized access',
  403: 'Access is forbidden',
  404: 'Resource not found',
  405: 'The requested resource does not support this method.',
  413: 'The request is too large.',
  414: 'The URL is too long.',
  415: "The request entity's media type is not supported for this resource.",
  429: 'Rate limit exceeded. Retry after some time.',
  500: 'An unexpected error occurred. Please try again later.',
  503: 'Service temporarily unavailable. Please try again later.',
}

const json = 'application/json; charset=utf-8'

function plainAnswer(status: number, text: string, contentType: string): Answer {
  return { status, text, contentType, headers: {}, ending: 'send', waitMs: 0, faults: [], keyName: '' }
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return plainAnswer(status, JSON.stringify(value), json)
}

function htmlAnswer(status: number, title: string): Answer {
  const page = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  return plainAnswer(status, page, 'text/html')
}

/** What the web server answers itself, before the API sees the call. */
export function notFoundPage(): Answer {
  return htmlAnswer(404, 'Not Found')
}

export function errorAnswer(
  account: Account | undefined,
  status: number,
  text = errorTexts[status] ?? '',
): Answer {
  const form = account?.switches.errorBody ?? 'string'
  if (form === 'empty') return plainAnswer(status, '', json)
  return jsonAnswer(status, form === 'string' ? text : { [form]: text })
}

export function tooMany(account: Account, waitMs: number): Answer {
  const answer = errorAnswer(account, 429)
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  if (account.switches.retryAfter === 'seconds') answer.headers['retry-after'] = String(seconds)
  if (account.switches.retryAfter === 'date') {
    answer.headers['retry-after'] = new Date(account.now() + seconds * 1000).toUTCString()
  }
  return answer
}

/** The answer of a fault that replaces the real one, or null for faults that let the request go on. */
export function replacedBy(account: Account, fault: ArmedFault, real: Answer | null): Answer | null {
  switch (fault.kind) {
    case 'error500':
      return errorAnswer(account, 500)
    case 'error503':
      return errorAnswer(account, 503)
    case 'html502':
      return htmlAnswer(502, 'Bad Gateway')
    case 'html503':
      return htmlAnswer(503, 'Service Temporarily Unavailable')
    case 'htmlOk':
      return htmlAnswer(200, 'Maintenance')
    case 'unauthorized':
      return errorAnswer(account, 401)
    case 'forbidden':
      return errorAnswer(account, 403)
    case 'tooMany':
      return tooMany(account, 1000)
    case 'badRequest':
      return errorAnswer(account, 400, String(fault.value ?? 'The request is invalid.'))
    case 'reset':
      return { ...(real ?? plainAnswer(0, '', json)), ending: 'reset' }
    case 'hang':
      return { ...(real ?? plainAnswer(0, '', json)), ending: 'hang' }
    case 'cutBody':
      return real && { ...real, ending: 'cut' }
    case 'emptyBody':
      return real && { ...real, text: '' }
    case 'halfJson':
      return real && { ...real, text: real.text.slice(0, Math.floor(real.text.length / 2)) }
    default:
      return null
  }
}
