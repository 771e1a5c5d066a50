/** The link to Cin7 Omni: connect, check, settings, and what the sync page shows. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import { done, id, instant, revision } from './fields.ts'

export const permissionLine = z.object({
  resource: z.string(),
  verb: z.enum(['read', 'create']),
  state: z.enum(['allowed', 'not-ticked', 'unreachable', 'proven', 'not-yet-proven']),
  sentence: z.string(),
})

/** One rule of the custom field mapping: where the value comes from, and which sales-order field it goes to. */
export const mappingRule = z.object({
  from: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('customer-custom-field'),
      field: z
        .string()
        .trim()
        .min(1, 'Name the custom field of the customer, such as members_1000.')
        .max(60, 'A custom field of Cin7 has a short name, such as members_1000.'),
    }),
    z.object({
      kind: z.literal('customer-field'),
      field: z.enum(['name', 'accountNumber', 'email', 'phone', 'group', 'paymentTerms']),
    }),
    z.object({
      kind: z.literal('order-field'),
      field: z.enum(['number', 'poNumber', 'deliveryOn', 'buyerNote', 'freightDescription', 'source']),
    }),
    z.object({ kind: z.literal('constant'), value: z.string().max(500) }),
  ]),
  to: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('custom-field'),
      field: z
        .string()
        .trim()
        .regex(/^[A-Za-z]+_\d{1,6}$/, 'A sales-order custom field looks like orders_1000.'),
    }),
    z.object({ kind: z.literal('branch') }),
    z.object({ kind: z.literal('carrier') }),
    z.object({ kind: z.literal('project-name') }),
  ]),
})
export type MappingRule = z.output<typeof mappingRule>

export const connectionView = z.object({
  connectionId: id,
  adapter: z.string(),
  /** The Cin7 address in use: the operator's setting. */
  address: z.string(),
  username: z.string(),
  state: z.enum(['connected', 'needs-attention', 'disconnected']),
  stateCode: z.string().nullable(),
  stateSentence: z.string().nullable(),
  stateSince: instant,
  paused: z.boolean(),
  retryAt: instant.nullable(),
  permissions: z.array(permissionLine),
  checkedAt: instant.nullable(),
  priceTiers: z.array(z.object({ key: z.string(), label: z.string() })),
  branches: z.array(z.object({ key: z.string(), name: z.string(), isActive: z.boolean() })),
  priceTier: z.string().nullable(),
  contactGroups: z.array(z.string()),
  /** Groups seen on contacts so far, to choose the filter from. */
  knownGroups: z.array(z.string()),
  customFieldMapping: z.array(mappingRule),
  revision: z.number().int(),
})
export type ConnectionView = z.output<typeof connectionView>

export const getConnection = defineEndpoint({
  name: 'connection.get',
  method: 'GET',
  path: '/api/connection',
  summary: 'The connection to Cin7 Omni, or null when there is none',
  who: 'sync.read',
  answer: z.object({ address: z.string(), connection: connectionView.nullable() }),
  refusals: [],
})

export const connect = defineEndpoint({
  name: 'connection.connect',
  method: 'POST',
  path: '/api/connection',
  summary: 'Connect with an API username and key, or replace the key of the same account',
  who: 'connection.manage',
  body: z.object({
    username: z.string().trim().min(1, 'Paste the API Username from Cin7.').max(200),
    key: z.string().trim().min(1, 'Paste the Key from Cin7.').max(500),
  }),
  answer: connectionView,
  refusals: ['wrong-key', 'erp-unreachable', 'erp-busy', 'other-account-connected'],
})

export const checkConnection = defineEndpoint({
  name: 'connection.check',
  method: 'POST',
  path: '/api/connection/check',
  summary: 'Prove the permissions again, and read price tiers and branches',
  who: 'connection.manage',
  answer: connectionView,
  refusals: ['not-connected', 'wrong-key', 'erp-unreachable', 'erp-busy'],
})

export const disconnect = defineEndpoint({
  name: 'connection.disconnect',
  method: 'POST',
  path: '/api/connection/disconnect',
  summary: 'Forget the key and stop all traffic; links and history stay',
  who: 'connection.manage',
  answer: done,
  refusals: ['not-connected'],
})

export const pauseConnection = defineEndpoint({
  name: 'connection.pause',
  method: 'POST',
  path: '/api/connection/pause',
  summary: 'Stop sending until resumed; nothing is lost',
  who: 'connection.manage',
  answer: connectionView,
  refusals: ['not-connected'],
})

export const resumeConnection = defineEndpoint({
  name: 'connection.resume',
  method: 'POST',
  path: '/api/connection/resume',
  summary: 'Go on sending; all that waited is caught up',
  who: 'connection.manage',
  answer: connectionView,
  refusals: ['not-connected'],
})

export const saveConnectionSettings = defineEndpoint({
  name: 'connection.save-settings',
  method: 'PATCH',
  path: '/api/connection/settings',
  summary: 'Price tier, contact groups, custom field mapping',
  who: 'connection.manage',
  body: z.object({
    revision,
    priceTier: z.string().max(100).optional(),
    contactGroups: z.array(z.string().trim().min(1).max(100)).max(100).optional(),
    customFieldMapping: z.array(mappingRule).max(50).optional(),
  }),
  answer: connectionView,
  refusals: ['not-connected', 'revision-stale', 'price-tier-unknown'],
})

export const tryMapping = defineEndpoint({
  name: 'connection.try-mapping',
  method: 'POST',
  path: '/api/connection/try',
  summary: 'See what a mapping and a comment template would give for one order, without saving',
  who: 'connection.manage',
  body: z.object({
    orderId: id,
    customFieldMapping: z.array(mappingRule).max(50).optional(),
    internalCommentTemplate: z.string().max(1000).optional(),
  }),
  answer: z.object({
    values: z.array(z.object({ target: z.string(), value: z.string(), source: z.string() })),
  }),
  refusals: ['not-connected'],
})

export const callView = z.object({
  callId: id,
  at: instant,
  purpose: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number().int().nullable(),
  outcome: z.string(),
  durationMs: z.number().int(),
})

export const getSync = defineEndpoint({
  name: 'sync.get',
  method: 'GET',
  path: '/api/sync',
  summary: 'The call budget, the loops, what waits, and the last hundred calls',
  who: 'sync.read',
  answer: z.object({
    connection: connectionView.nullable(),
    budget: z.object({
      perSecond: z.number().int(),
      perMinute: z.number().int(),
      perDay: z.number().int(),
      usedToday: z.number().int(),
      usedBy: z.record(z.string(), z.number().int()),
      resetsAt: instant,
      closedUntil: instant.nullable(),
    }),
    loops: z.array(
      z.object({
        loop: z.enum(['pushes', 'dispatches', 'refresh']),
        lastEndedAt: instant.nullable(),
        lastOutcome: z.string().nullable(),
        lastSentence: z.string().nullable(),
        nextAt: instant.nullable(),
      }),
    ),
    waiting: z.object({ waiting: z.number().int(), sending: z.number().int(), parked: z.number().int() }),
    calls: z.array(callView),
  }),
  refusals: [],
})

export const getCall = defineEndpoint({
  name: 'sync.call',
  method: 'GET',
  path: '/api/sync/calls/:callId',
  summary: 'One call with its request and answer, secrets removed',
  who: 'sync.read',
  params: z.object({ callId: id }),
  answer: callView.extend({ request: z.string().nullable(), response: z.string().nullable() }),
  refusals: [],
})
