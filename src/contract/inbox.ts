/** The error inbox: every stuck thing as one entry with its fix. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import { done, id, instant } from './fields.ts'

export const fix = z.object({
  kind: z.enum([
    'retry',
    'link-customer',
    'link-product',
    'edit-order',
    'link-existing',
    'replace-key',
    'open-connection',
    'open-product',
    'open-import',
    'cancel-order',
    'handled',
  ]),
  label: z.string(),
  /** The thing to open or to link. */
  subjectId: z.string().nullable(),
})

export const inboxEntry = z.object({
  entryId: id,
  subjectKind: z.enum(['push', 'double', 'import-row', 'image', 'connection']),
  subjectId: z.string(),
  /** What the entry is about, such as an order number with its customer. */
  subjectLabel: z.string(),
  orderId: id.nullable(),
  sentence: z.string(),
  field: z.string().nullable(),
  said: z.string().nullable(),
  fixes: z.array(fix),
  /** Request and answer, secrets removed. */
  detail: z.record(z.string(), z.unknown()),
  openedAt: instant,
  lastSeenAt: instant,
  seenCount: z.number().int(),
})
export type InboxEntryView = z.output<typeof inboxEntry>

export const listInbox = defineEndpoint({
  name: 'inbox.list',
  method: 'GET',
  path: '/api/inbox',
  summary: 'Open entries, grouped by cause, newest first',
  who: 'inbox.read',
  answer: z.object({
    groups: z.array(
      z.object({
        cause: z.string(),
        title: z.string(),
        count: z.number().int(),
        canRetryAll: z.boolean(),
        /** The newest of the group, at most 50. */
        entries: z.array(inboxEntry),
      }),
    ),
  }),
  refusals: [],
})

export const retryAll = defineEndpoint({
  name: 'inbox.retry-all',
  method: 'POST',
  path: '/api/inbox/retry',
  summary: 'Try everything with this cause again',
  who: 'inbox.fix',
  body: z.object({ cause: z.string().min(1).max(100) }),
  answer: z.object({ retried: z.number().int() }),
  refusals: [],
})

export const closeEntry = defineEndpoint({
  name: 'inbox.close',
  method: 'POST',
  path: '/api/inbox/:entryId/close',
  summary: 'Mark an entry as handled, with a reason',
  who: 'inbox.fix',
  params: z.object({ entryId: id }),
  body: z.object({ reason: z.string().trim().min(1, 'Say how it was handled.').max(500) }),
  answer: done,
  refusals: ['not-now'],
})
