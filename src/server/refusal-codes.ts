/** Every refusal code of the contract as a type, so that the table in problems.ts cannot miss one. */
import type { CodeOf } from '../contract/endpoint.ts'
import type { CommonCode } from '../contract/problem.ts'
import type * as connection from '../contract/connection.ts'
import type * as customers from '../contract/customers.ts'
import type * as desk from '../contract/desk.ts'
import type * as imports from '../contract/imports.ts'
import type * as inbox from '../contract/inbox.ts'
import type * as orders from '../contract/orders.ts'
import type * as products from '../contract/products.ts'
import type * as session from '../contract/session.ts'

type CodesOf<Area> = { [Name in keyof Area]: CodeOf<Area[Name]> }[keyof Area]

export type RefusalCode =
  | CommonCode
  | CodesOf<typeof connection>
  | CodesOf<typeof customers>
  | CodesOf<typeof desk>
  | CodesOf<typeof imports>
  | CodesOf<typeof inbox>
  | CodesOf<typeof orders>
  | CodesOf<typeof products>
  | CodesOf<typeof session>
