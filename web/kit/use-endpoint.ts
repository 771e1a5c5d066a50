// Endpoints as React queries and mutations, keyed by the endpoint's name, so that `orders.` stands for all of them.
import {
  keepPreviousData,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import { ApiProblem, call, newKey } from './api.ts'
import type { AnswerOf, Callable, InputOf } from './api.ts'
import type { Live } from './live.ts'

type ReadOptions<Answer> = {
  /** Polls while something is pending: see `live`. */
  live?: Live<Answer> | undefined
  /** Keeps the last answer on screen while the next one (another search, another tab) loads. */
  keep?: boolean | undefined
  staleMs?: number | undefined
}

/** Reads an endpoint. `input` null waits: nothing is asked. */
export function useEndpoint<E extends Callable>(
  endpoint: E,
  input: InputOf<E> | null,
  options: ReadOptions<AnswerOf<E>> = {},
) {
  return useQuery<AnswerOf<E>>({
    queryKey: [endpoint.name, input],
    queryFn: input === null ? skipToken : ({ signal }) => call(endpoint, input, { signal }),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.live === undefined
      ? {}
      : { refetchInterval: (query) => options.live?.(query.state.data) ?? false }),
  })
}

type Page<Item> = { items: Item[]; next: string | null }
type ItemOf<E extends Callable> = AnswerOf<E> extends Page<infer Item> ? Item : never

/**
 * Reads a list (`page(…)` in the contract) bit by bit: `rows` are those read so far, `more()` reads on, `hasMore` says
 * whether there are any.
 */
export function useEndpointPages<E extends Callable>(
  endpoint: E,
  input: InputOf<E> | null,
  options: { keep?: boolean | undefined } = {},
) {
  const pages = useInfiniteQuery({
    queryKey: [endpoint.name, 'pages', input],
    initialPageParam: null as string | null,
    queryFn:
      input === null
        ? skipToken
        : async ({ pageParam, signal }) => {
            const query = {
              ...(input.query as object | undefined),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            }
            const page: unknown = await call(endpoint, { ...input, query }, { signal })
            return page as Page<ItemOf<E>>
          },
    getNextPageParam: (page) => page.next,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  })
  const { data, fetchNextPage } = pages
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  return { ...pages, rows, hasMore: pages.hasNextPage, more: () => void fetchNextPage() }
}

type WriteOptions<E extends Callable> = {
  /** Endpoint names or prefixes (`orders.`) whose answers are out of date afterwards. */
  invalidates?: readonly string[] | undefined
  /** After the affected lists were asked again: say so, go on. */
  onDone?: ((answer: AnswerOf<E>, input: InputOf<E>) => void) | undefined
  onProblem?: ((error: Error) => void) | undefined
}

/**
 * Writes to an endpoint. A press that got no clear answer and is pressed again with the same input goes out with the
 * same idempotency key, so it happens once.
 */
export function useWrite<E extends Callable>(endpoint: E, options: WriteOptions<E> = {}) {
  const client = useQueryClient()
  const intention = useRef<{ input: string; key: string } | null>(null)
  return useMutation<AnswerOf<E>, Error, InputOf<E>>({
    mutationKey: [endpoint.name],
    mutationFn: async (input) => {
      const written = JSON.stringify(input)
      if (intention.current?.input !== written) intention.current = { input: written, key: newKey() }
      try {
        const answer = await call(endpoint, input, { idempotencyKey: intention.current.key })
        intention.current = null
        return answer
      } catch (error) {
        if (error instanceof ApiProblem && error.status < 500 && error.code !== 'still-running')
          intention.current = null
        throw error
      }
    },
    onSuccess: async (answer, input) => {
      if (options.invalidates !== undefined) await invalidate(client, options.invalidates)
      options.onDone?.(answer, input)
    },
    onError: (error) => options.onProblem?.(error),
  })
}

/** Marks every cached answer of these endpoints (exact names, or prefixes that end in a dot) as out of date. */
export async function invalidate(client: QueryClient, names: readonly string[]): Promise<void> {
  await client.invalidateQueries({
    predicate: (query) => {
      const name = query.queryKey[0]
      return (
        typeof name === 'string' &&
        names.some((one) => (one.endsWith('.') ? name.startsWith(one) : name === one))
      )
    },
  })
}

/** `invalidate` for the page's own client. */
export function useInvalidate(): (names: readonly string[]) => Promise<void> {
  const client = useQueryClient()
  return useCallback((names) => invalidate(client, names), [client])
}
