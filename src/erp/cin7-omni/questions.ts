/**
 * Questions for sales orders that name many at once: how they are put, how many fit into one, and the longer form for servers
 * that refuse the short one. It sends nothing itself.
 */
import type { ErpContext, ErpResult } from '../port.ts'
import type { OmniSettings } from './settings.ts'
import { type Query, partsThatFit, queryString } from './where.ts'

/** How `where` names several values: the short form, or the one with the most evidence. */
export type Style = 'IN' | 'OR'

/** What is asked for, as a `where`. */
export type Asked = (style: Style) => string

export interface Questions {
  readonly query: (style: Style, asked: Asked, page: number) => Query
  /** Splits what is to be asked for into parts of which each fits into one question and its answer, of so many pages. */
  readonly parts: <T>(
    style: Style,
    all: readonly T[],
    of: {
      maxCount: number
      pages: number
      linesOf: (one: T) => number
      where: (some: readonly T[]) => Asked
    },
  ) => T[][]
  /** Asks in the short form, and in the other one where the server refuses that, from then on at once. */
  readonly inEitherForm: <T>(
    context: ErpContext,
    severalAsked: boolean,
    ask: (style: Style) => Promise<ErpResult<T>>,
  ) => Promise<ErpResult<T>>
}

export function openQuestions(settings: OmniSettings): Questions {
  /** Addresses whose server refused the short form. */
  const refusing = new Set<string>()

  const query: Questions['query'] = (style, asked, page) => ({
    ...(page === 1 ? {} : { page }),
    rows: settings.pageSize,
    order: 'id ASC',
    where: asked(style),
  })

  return {
    query,
    parts: (style, all, { maxCount, pages, linesOf, where }) => {
      const limit = {
        maxChars: settings.maxQueryChars,
        maxCount,
        weigh: linesOf,
        maxWeight: settings.maxLinesPerLookup,
      }
      return partsThatFit(all, limit, (part) => queryString(query(style, where(part), pages)))
    },
    inEitherForm: async ({ url }, severalAsked, ask) => {
      if (refusing.has(url)) return ask('OR')
      const answer = await ask('IN')
      if (answer.ok || !severalAsked) return answer
      if (answer.kind !== 'refused' && answer.code !== 'wrong-address') return answer
      const again = await ask('OR')
      if (again.ok) refusing.add(url)
      return again
    },
  }
}
