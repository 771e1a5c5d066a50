/** All routes of the product, by area. The contract's test compares this list with the endpoints. */
import { showImage } from '../catalogue/show-image.ts'
import { isRefusal } from '../core/refusal.ts'
import type { FileRoute } from './files.ts'
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

/** Pictures of products. They never change at an address. */
export const fileRoutes: readonly FileRoute[] = [
  {
    path: '/images/:sha256/:file',
    who: 'products.read',
    async serve(services, { params, actor }) {
      const image = await showImage(services, actor, { sha256: params['sha256'] ?? '', file: params['file'] ?? '' })
      if (isRefusal(image)) return image
      return { contentType: 'image/webp', bytes: image, immutable: true }
    },
  },
]
