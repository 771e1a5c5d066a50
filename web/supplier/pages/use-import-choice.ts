// Choosing rows of an import. The rows in sight show the choice at once; the server keeps it and answers the counts.
import { useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { chooseImportRows, latestImport, listImportRows } from '../../../src/contract/imports.ts'
import { toast } from '../../kit/toasts.ts'
import { useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import type { ImportKind } from './import-watch.ts'

type RowPage = AnswerOf<typeof listImportRows>
type Choice = RowPage['items'][number]['choice']
export type Choosing = { choice: Choice } & (
  | { rowNos: readonly number[] }
  | { tab: 'new' | 'changed' | 'linked' | 'unusable'; search?: string }
)

/** The most rows that one request may name. */
const most = 1_000

export function useImportChoice(kind: ImportKind, importId: string) {
  const client = useQueryClient()
  const invalidate = useInvalidate()
  const write = useWrite(chooseImportRows, {
    onDone: (current) => client.setQueryData([latestImport.name, { query: { kind } }], { import: current }),
    onProblem: (error) => {
      toast.problem(error.message)
      void invalidate(['imports.'])
    },
  })
  const { mutateAsync, isPending } = write

  const choose = useCallback(
    (what: Choosing) => {
      const params = { importId }
      const send = async () => {
        if ('tab' in what) {
          await mutateAsync({ params, body: what })
          await invalidate([listImportRows.name])
          return
        }
        const chosen = new Set(what.rowNos)
        client.setQueriesData<InfiniteData<RowPage>>(
          { queryKey: [listImportRows.name] },
          (data) =>
            data && {
              ...data,
              pages: data.pages.map((page) => ({
                ...page,
                items: page.items.map((row) =>
                  chosen.has(row.rowNo) ? { ...row, choice: what.choice } : row,
                ),
              })),
            },
        )
        for (let from = 0; from < what.rowNos.length; from += most) {
          await mutateAsync({
            params,
            body: { choice: what.choice, rowNos: what.rowNos.slice(from, from + most) },
          })
        }
      }
      // The mutation has told the person already.
      send().catch(() => undefined)
    },
    [client, importId, invalidate, mutateAsync],
  )
  return { choose, busy: isPending }
}
