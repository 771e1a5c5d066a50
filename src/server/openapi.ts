/** The OpenAPI 3.1 document, made from the contract alone: whatever is mounted is described. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Endpoint, Method } from '../contract/endpoint.ts'
import { type CommonCode, problem } from '../contract/problem.ts'
import { problemKinds } from './problems.ts'
import type { RefusalCode } from './refusal-codes.ts'

/** Schemas with a name of their own in the document. */
const named = z.registry<{ id: string }>()
named.add(problem, { id: 'Problem' })

/** Answers of the framework and the frame around it, by what can go wrong where. */
function commonCodesOf(endpoint: Endpoint): CommonCode[] {
  const codes: CommonCode[] = ['unexpected', 'unavailable']
  const writes = endpoint.method !== 'GET'
  if (endpoint.params ?? endpoint.query ?? endpoint.body) codes.push('invalid-request')
  if (endpoint.who !== 'anyone') codes.push('not-signed-in', 'not-allowed')
  if (endpoint.who === 'anyone' && writes) codes.push('not-allowed')
  if (endpoint.params) codes.push('not-found')
  if (endpoint.body) codes.push('too-large')
  if (takesKey(endpoint)) codes.push('idempotency-key-reused', 'still-running', 'already-done')
  return codes
}

function takesKey(endpoint: Endpoint): boolean {
  return endpoint.method !== 'GET' && endpoint.who !== 'anyone'
}

/** What Fastify needs to check and serialize an endpoint, and the document to describe it. */
export function describeEndpoint(endpoint: Endpoint): FastifySchema & Record<string, unknown> {
  const codes = [...new Set([...endpoint.refusals, ...commonCodesOf(endpoint)])].toSorted() as RefusalCode[]
  return {
    operationId: endpoint.name,
    tags: [endpoint.name.split('.')[0] ?? endpoint.name],
    summary: endpoint.summary,
    description: whoMay(endpoint),
    security: endpoint.who === 'anyone' ? [] : [{ session: [] }],
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    response: {
      200: { description: 'Done', content: { 'application/json': { schema: endpoint.answer } } },
      ...refusalAnswers(codes),
    },
    'x-refusals': codes,
  }
}

function refusalAnswers(codes: readonly RefusalCode[]): Record<number, object> {
  const byStatus = new Map<number, RefusalCode[]>()
  for (const code of codes) {
    const { status } = problemKinds[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${problemKinds[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  )
}

function whoMay({ who }: Endpoint): string {
  if (who === 'anyone') return 'No session is needed.'
  return who === 'signed-in' ? 'Any signed-in person may.' : `Takes the permission \`${who}\`.`
}

const supplierHeader = {
  name: 'purvey-supplier',
  in: 'header',
  description: 'The supplier to act for, for people with several; the one joined first when left out',
  schema: { type: 'string', format: 'uuid' },
} as const

const keyHeader = {
  name: 'idempotency-key',
  in: 'header',
  description: 'The same request with the same key is carried out once and answered alike for a day',
  schema: { type: 'string', maxLength: 200 },
} as const

/** Makes the document and serves it at `/api/openapi.json`. To be called before any endpoint is mounted. */
export async function serveOpenApi(
  app: FastifyInstance,
  about: { readonly version: string; readonly publicUrl: string | undefined; readonly cookieName: string },
): Promise<void> {
  const transform = createJsonSchemaTransform({ schemaRegistry: named })
  const transformObject = createJsonSchemaTransformObject({ schemaRegistry: named })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Purvey',
        version: about.version,
        description:
          'Wholesale ordering for suppliers who run their stock in Cin7 Omni. Refused and failed requests answer application/problem+json with a stable code.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: about.publicUrl ?? '/' }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: about.cookieName } },
      },
    },
    // Everything without an endpoint of the contract is no part of the API.
    transform: (document) =>
      document.route.config?.endpointName === undefined
        ? { schema: { hide: true }, url: document.url }
        : transform(document),
    transformObject: (document) =>
      'openapiObject' in document ? withHeaders(transformObject(document)) : document.swaggerObject,
  })
  app.get('/api/openapi.json', (_, reply) => reply.send(app.swagger()))
}

type Transformed = ReturnType<ReturnType<typeof createJsonSchemaTransformObject>>

/** Adds the headers that the frame reads, which are no part of an endpoint's own schemas. */
function withHeaders(document: Transformed): Transformed {
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const satisfies Lowercase<Method>[]) {
      const operation = path?.[method]
      if (!operation || operation.security?.length === 0) continue
      const headers = method === 'get' ? [supplierHeader] : [supplierHeader, keyHeader]
      operation.parameters = [...(operation.parameters ?? []), ...headers.map((header) => ({ ...header }))]
    }
  }
  return document
}
