/** Every endpoint, by area: the list that the server mounts and the OpenAPI document describes. */
import * as connection from './connection.ts'
import * as customers from './customers.ts'
import * as desk from './desk.ts'
import type { Endpoint } from './endpoint.ts'
import * as imports from './imports.ts'
import * as inbox from './inbox.ts'
import * as orders from './orders.ts'
import * as products from './products.ts'
import * as session from './session.ts'

const areas: readonly Record<string, unknown>[] = [
  session,
  desk,
  orders,
  customers,
  products,
  imports,
  inbox,
  connection,
]

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'refusals' in value
  )
}

export const endpoints: readonly Endpoint[] = areas.flatMap((area) => Object.values(area).filter(isEndpoint))
