/**
 * What an endpoint is: data from which the server's routes, the web's client and the OpenAPI document are all made.
 * Nothing here may open a connection or know a framework.
 */
import type { z } from 'zod'
import type { Permission } from '../rules/permissions.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Maybe = z.ZodType | undefined

export interface Endpoint<
  Params extends Maybe = Maybe,
  Query extends Maybe = Maybe,
  Body extends Maybe = Maybe,
  Answer extends z.ZodType = z.ZodType,
  Code extends string = string,
> {
  /** Unique, `area.verb`, such as `orders.approve`. */
  readonly name: string
  readonly method: Method
  /** With parameters as `:orderId`. */
  readonly path: string
  readonly summary: string
  /** `anyone` (no session), `signed-in` (any session), or the permission that the actor's role must hold. */
  readonly who: 'anyone' | 'signed-in' | Permission
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly answer: Answer
  /**
   * Carried out in steps that are committed one by one, each of which may be taken again: cut off on the way, the same request
   * with the same idempotency key goes on where it was and answers for all of it.
   */
  readonly goesOn?: true
  /** Codes of the refusals that this endpoint may answer, beside those that every endpoint may (see problem.ts). */
  readonly refusals: readonly Code[]
}

/** Declares an endpoint; the types of its parts are kept. */
export function defineEndpoint<
  Params extends Maybe = undefined,
  Query extends Maybe = undefined,
  Body extends Maybe = undefined,
  Answer extends z.ZodType = z.ZodType,
  const Code extends string = never,
>(endpoint: Endpoint<Params, Query, Body, Answer, Code>): Endpoint<Params, Query, Body, Answer, Code> {
  return endpoint
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined
type In<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a handler receives. */
export type ParamsOf<E> = E extends Endpoint<infer P, Maybe, Maybe, z.ZodType> ? Out<P> : never
export type QueryOf<E> = E extends Endpoint<Maybe, infer Q, Maybe, z.ZodType> ? Out<Q> : never
export type BodyOf<E> = E extends Endpoint<Maybe, Maybe, infer B, z.ZodType> ? Out<B> : never
export type AnswerOf<E> = E extends Endpoint<Maybe, Maybe, Maybe, infer A> ? Out<A> : never
export type CodeOf<E> = E extends Endpoint<Maybe, Maybe, Maybe, z.ZodType, infer C> ? C : never
/** What a caller gives. */
export type ParamsIn<E> = E extends Endpoint<infer P, Maybe, Maybe, z.ZodType> ? In<P> : never
export type QueryIn<E> = E extends Endpoint<Maybe, infer Q, Maybe, z.ZodType> ? In<Q> : never
export type BodyIn<E> = E extends Endpoint<Maybe, Maybe, infer B, z.ZodType> ? In<B> : never
export type AnswerIn<E> = E extends Endpoint<Maybe, Maybe, Maybe, infer A> ? In<A> : never
