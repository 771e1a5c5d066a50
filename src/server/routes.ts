/** All routes of the product, by area. The contract's test compares this list with the endpoints. */
import type { Route } from './route.ts'
import { connectionRoutes } from './routes/connection.ts'
import { customerRoutes } from './routes/customers.ts'
import { deskRoutes } from './routes/desk.ts'
import { importRoutes } from './routes/imports.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { ordersRoutes } from './routes/orders.ts'
import { productRoutes } from './routes/products.ts'

export const routes: readonly Route[] = [
  ...deskRoutes,
  ...ordersRoutes,
  ...customerRoutes,
  ...productRoutes,
  ...importRoutes,
  ...inboxRoutes,
  ...connectionRoutes,
]
