/**
 * Reads one page of a Cin7 list: a bare array (spec), each row read on its own. A page ends the list only when it is empty; that
 * is the safe test, since strict clients disagree about short pages.
 */
import type { ErpContext, ErpResult } from '../port.ts'
import type { OmniClient } from './client.ts'
import { failureOfUnreadable } from './failures.ts'
import type { OmniSettings } from './settings.ts'
import type { Query } from './where.ts'

/** The rows of one list call, unread. */
export async function readList(
  client: OmniClient,
  context: ErpContext,
  resource: string,
  query: Query,
): Promise<ErpResult<readonly unknown[]>> {
  const call = { resource, path: `/v1/${resource}`, query }
  const answer = await client.read(context, call)
  if (!answer.ok) return answer
  if (!Array.isArray(answer.value))
    return failureOfUnreadable({ ...call, method: 'GET' }, JSON.stringify(answer.value))
  return { ok: true, value: answer.value }
}

/** As `readList`, with fewer rows per call when the answer is too long. Only for callers that do not count pages. */
export async function readShrinking(
  client: OmniClient,
  context: ErpContext,
  resource: string,
  query: Query,
  settings: OmniSettings,
): Promise<ErpResult<{ readonly rows: readonly unknown[]; readonly full: boolean }>> {
  let last: ErpResult<readonly unknown[]> | undefined
  for (const pageSize of [settings.pageSize, ...settings.smallerPageSizes]) {
    last = await readList(client, context, resource, { rows: pageSize, ...query })
    if (last.ok) return { ok: true, value: { rows: last.value, full: last.value.length >= pageSize } }
    if (last.code !== 'answer-too-large') return last
  }
  return last && !last.ok ? last : failureOfUnreadable({ method: 'GET', resource, path: resource }, '')
}

/** All rows of a list, page by page until an empty one, or one that brings nothing new (a list that knows no pages). */
export async function readAll(
  client: OmniClient,
  context: ErpContext,
  resource: string,
  query: Query,
  settings: OmniSettings,
): Promise<ErpResult<readonly unknown[]>> {
  const rows = new Map<string, unknown>()
  for (let page = 1; ; page += 1) {
    const list = await readList(client, context, resource, { page, rows: settings.pageSize, ...query })
    if (!list.ok) return list
    const before = rows.size
    for (const row of list.value) rows.set(JSON.stringify(row), row)
    if (rows.size === before) return { ok: true, value: [...rows.values()] }
  }
}
