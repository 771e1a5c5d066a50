/** The form of every refused or failed answer: problem+json (RFC 9457) with a stable code. */
import { z } from 'zod'

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** Stable machine word. */
  code: z.string(),
  /** What is wrong, what was seen, what to do. */
  detail: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
  /** To quote when asking for help. */
  requestId: z.string().optional(),
})
export type Problem = z.output<typeof problem>

/** Refusals that any endpoint may answer. */
export const commonCodes = [
  'invalid-request',
  'not-signed-in',
  'not-allowed',
  'not-found',
  'too-large',
  'too-many-requests',
  'idempotency-key-reused',
  'still-running',
  'already-done',
  'unavailable',
  'unexpected',
] as const
export type CommonCode = (typeof commonCodes)[number]
