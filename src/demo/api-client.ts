/** Talks to the product's own API as any program would: signs in, sends JSON, and says plainly when it is refused. */
import { randomUUID } from 'node:crypto'
import { fetch } from 'undici'
import type { AnswerOf, BodyIn, Endpoint, ParamsIn, QueryIn } from '../contract/endpoint.ts'
import { signIn } from '../contract/session.ts'

type Input<E> = (ParamsIn<E> extends undefined ? unknown : { params: ParamsIn<E> }) &
  (QueryIn<E> extends undefined ? unknown : { query: QueryIn<E> }) &
  (BodyIn<E> extends undefined ? unknown : { body: BodyIn<E> })

export interface ApiClient {
  /** Calls an endpoint. @throws Error with the problem's sentence when it is refused. */
  call<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<AnswerOf<E>>
}

/** Signs in and returns a client with that session. */
export async function signedInClient(
  url: string,
  who: { email: string; password: string },
): Promise<ApiClient> {
  let cookie = ''
  async function call<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<AnswerOf<E>> {
    const { params, query, body } = input as {
      params?: Record<string, string>
      query?: Record<string, string | number | boolean | undefined>
      body?: unknown
    }
    const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(params?.[name] ?? ''),
    )
    const search = new URLSearchParams(
      Object.entries(query ?? {}).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    ).toString()
    const writes = endpoint.method !== 'GET'
    const answer = await fetch(`${url}${path}${search && `?${search}`}`, {
      method: endpoint.method,
      headers: {
        cookie,
        ...(writes ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const set = answer.headers.getSetCookie()
    if (set.length > 0) cookie = set.map((one) => one.split(';')[0]).join('; ')
    const json: unknown = await answer.json()
    if (!answer.ok) {
      throw new Error(
        `${endpoint.name} was refused (${answer.status}): ${String((json as { detail?: unknown }).detail)}`,
      )
    }
    return endpoint.answer.parse(json) as AnswerOf<E>
  }
  const client: ApiClient = { call }
  await client.call(signIn, { body: who })
  return client
}
