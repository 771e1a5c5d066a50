/** First-run set-up, sign-in, and who is asking. */
import { z } from 'zod'
import { longestPassword, shortestPassword } from '../rules/password-rules.ts'
import { roles } from '../rules/permissions.ts'
import { defineEndpoint } from './endpoint.ts'
import { done, emailAddress, id } from './fields.ts'

export const sessionView = z.object({
  /** `first-run`: nobody has set this installation up yet. */
  state: z.enum(['first-run', 'signed-out', 'signed-in']),
  version: z.string(),
  person: z.object({ userId: z.string(), name: z.string(), email: z.string() }).nullable(),
  supplier: z
    .object({
      supplierId: id,
      name: z.string(),
      /** Its English name; empty when none was given. */
      country: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      role: z.enum(roles),
      permissions: z.array(z.string()),
    })
    .nullable(),
  suppliers: z.array(z.object({ supplierId: id, name: z.string() })),
})
export type SessionView = z.output<typeof sessionView>

const email = emailAddress('you@example.com', 254).transform((value) => value.toLowerCase())
const newPassword = z
  .string()
  .min(shortestPassword, `Give a password of at least ${shortestPassword} characters.`)
  .max(longestPassword, `Give a password of at most ${longestPassword} characters.`)

export const getSession = defineEndpoint({
  name: 'session.get',
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in, and whether this installation has been set up',
  who: 'anyone',
  answer: sessionView,
  refusals: [],
})

export const setUp = defineEndpoint({
  name: 'session.set-up',
  method: 'POST',
  path: '/api/set-up',
  summary: 'First run: make the supplier and its owner, and sign the owner in',
  who: 'anyone',
  body: z.object({
    supplierName: z.string().trim().min(1, 'Give the name of your business.').max(200),
    country: z.string().trim().max(60).default(''),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Give a three-letter currency, such as NZD.'),
    timeZone: z.string().min(1).max(60),
    personName: z.string().trim().min(1, 'Give your name.').max(120),
    email,
    password: newPassword,
  }),
  answer: sessionView,
  refusals: ['already-set-up', 'time-zone-unknown', 'currency-unknown'],
})

export const signIn = defineEndpoint({
  name: 'session.sign-in',
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with e-mail and password; sets the session cookie',
  who: 'anyone',
  body: z.object({ email, password: z.string().min(1, 'Give your password.').max(200) }),
  answer: sessionView,
  refusals: ['wrong-sign-in', 'too-many-attempts'],
})

export const signOut = defineEndpoint({
  name: 'session.sign-out',
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out: the session ends on the server',
  who: 'signed-in',
  answer: done,
  refusals: [],
})
