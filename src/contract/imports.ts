/** Importing customers and products from the ERP: read, preview, choose, apply. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import { cursor, done, id, instant, limit, page, search } from './fields.ts'

export const importKind = z.enum(['customers', 'products'])
export const importTab = z.enum(['new', 'changed', 'linked', 'unusable'])
export type ImportTab = z.output<typeof importTab>

export const importView = z.object({
  importId: id,
  kind: importKind,
  /** reading → ready (choose) → applying → done; failed and cancelled end it at any time. */
  state: z.enum(['reading', 'ready', 'applying', 'done', 'failed', 'cancelled']),
  rowsRead: z.number().int(),
  rowsExpected: z.number().int().nullable(),
  rowsToApply: z.number().int(),
  rowsApplied: z.number().int(),
  /** What is going on, or what went wrong and what to do. */
  sentence: z.string().nullable(),
  counts: z.object({
    new: z.number().int(),
    changed: z.number().int(),
    linked: z.number().int(),
    unusable: z.number().int(),
    chosen: z.number().int(),
    failed: z.number().int(),
  }),
  secondsLeft: z.number().int().nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
})
export type ImportView = z.output<typeof importView>

export const importRow = z.object({
  rowNo: z.number().int(),
  remoteKey: z.string(),
  tab: importTab,
  name: z.string(),
  code: z.string(),
  /** Group and e-mail of a customer; category, unit and price of a product. */
  detail: z.string(),
  reason: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  match: z.object({ id, name: z.string(), reason: z.string() }).nullable(),
  choice: z.enum(['none', 'apply', 'link']),
  outcome: z.enum(['created', 'updated', 'linked', 'failed']).nullable(),
  outcomeSentence: z.string().nullable(),
})

const importParams = z.object({ importId: id })

export const startImport = defineEndpoint({
  name: 'imports.start',
  method: 'POST',
  path: '/api/imports',
  summary: 'Start reading customers or products from Cin7, in the background',
  who: 'imports.run',
  body: z.object({ kind: importKind }),
  answer: importView,
  refusals: ['not-connected', 'import-running'],
})

export const latestImport = defineEndpoint({
  name: 'imports.latest',
  method: 'GET',
  path: '/api/imports/latest',
  summary: 'The latest import of a kind, or null',
  who: 'imports.run',
  query: z.object({ kind: importKind }),
  answer: z.object({ import: importView.nullable() }),
  refusals: [],
})

export const getImport = defineEndpoint({
  name: 'imports.get',
  method: 'GET',
  path: '/api/imports/:importId',
  summary: 'One import with its progress and counts',
  who: 'imports.run',
  params: importParams,
  answer: importView,
  refusals: [],
})

export const listImportRows = defineEndpoint({
  name: 'imports.rows',
  method: 'GET',
  path: '/api/imports/:importId/rows',
  summary: 'The rows of one tab of an import',
  who: 'imports.run',
  params: importParams,
  query: z.object({ tab: importTab, search, cursor, limit }),
  answer: page(importRow),
  refusals: [],
})

export const chooseImportRows = defineEndpoint({
  name: 'imports.choose',
  method: 'POST',
  path: '/api/imports/:importId/choices',
  summary: 'Choose rows, or all rows of a tab, to apply, to link to the proposed match, or not at all',
  who: 'imports.run',
  params: importParams,
  body: z
    .object({
      rowNos: z.array(z.number().int().min(1).max(2_147_483_647)).max(1000).optional(),
      tab: importTab.optional(),
      search,
      choice: z.enum(['none', 'apply', 'link']),
    })
    .refine((body) => (body.rowNos === undefined) !== (body.tab === undefined), {
      message: 'Name either rows or a tab.',
    }),
  answer: importView,
  refusals: ['import-not-ready'],
})

export const applyImport = defineEndpoint({
  name: 'imports.apply',
  method: 'POST',
  path: '/api/imports/:importId/apply',
  summary: 'Apply what was chosen, in the background',
  who: 'imports.run',
  params: importParams,
  answer: importView,
  refusals: ['import-not-ready', 'nothing-chosen'],
})

export const cancelImport = defineEndpoint({
  name: 'imports.cancel',
  method: 'POST',
  path: '/api/imports/:importId/cancel',
  summary: 'Stop an import; what was applied stays',
  who: 'imports.run',
  params: importParams,
  answer: done,
  refusals: ['import-ended'],
})
