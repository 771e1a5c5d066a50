// All routes of the apps. Pages load when they are visited; only their addresses are known at the start.
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken, NotFound, rootRoute } from './root-route.tsx'
import { backOf, texts } from './supplier/address-search.ts'

/** The gallery of primitives, while developing only. */
const devRoutes = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => rootRoute,
        path: '/gallery',
        component: lazyRouteComponent(() => import('./gallery/gallery.tsx'), 'Gallery'),
      }),
    ]
  : []

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: backOf,
  beforeLoad: async ({ context, search }) => {
    const { requireSignedOut } = await import('./supplier/session-gate.ts')
    await requireSignedOut(context.queryClient, search.back)
  },
  component: lazyRouteComponent(() => import('./supplier/pages/sign-in-page.tsx'), 'SignInPage'),
  errorComponent: lazyRouteComponent(() => import('./supplier/pages/cannot-start-page.tsx'), 'CannotStart'),
})

const setUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  beforeLoad: async ({ context }) => {
    const { requireFirstRun } = await import('./supplier/session-gate.ts')
    await requireFirstRun(context.queryClient)
  },
  component: lazyRouteComponent(() => import('./supplier/pages/set-up-page.tsx'), 'SetUpPage'),
  errorComponent: lazyRouteComponent(() => import('./supplier/pages/cannot-start-page.tsx'), 'CannotStart'),
})

/** Above every page of the desk: only those signed in pass, and the frame stands around the page. */
const desk = createRoute({
  getParentRoute: () => rootRoute,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    const { requireSession } = await import('./supplier/session-gate.ts')
    await requireSession(context.queryClient, location.href)
  },
  component: lazyRouteComponent(() => import('./supplier/pages/desk-layout.tsx'), 'DeskLayout'),
  errorComponent: lazyRouteComponent(() => import('./supplier/pages/cannot-start-page.tsx'), 'CannotStart'),
})

/** The pages of orders, the inbox and the sync page. */
const orderRoutes = [
  createRoute({
    getParentRoute: () => desk,
    path: '/',
    component: lazyRouteComponent(() => import('./supplier/pages/today-page.tsx'), 'TodayPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/orders',
    validateSearch: texts('tab', 'q'),
    component: lazyRouteComponent(() => import('./supplier/pages/orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/orders/new',
    validateSearch: texts('customerId'),
    component: lazyRouteComponent(() => import('./supplier/pages/new-order-page.tsx'), 'NewOrderPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/orders/$orderId',
    component: lazyRouteComponent(() => import('./supplier/pages/order-page.tsx'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/inbox',
    component: lazyRouteComponent(() => import('./supplier/pages/inbox-page.tsx'), 'InboxPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: '/sync',
    component: lazyRouteComponent(() => import('./supplier/pages/sync-page.tsx'), 'SyncPage'),
  }),
] as const

const customers = createRoute({
  getParentRoute: () => desk,
  path: '/customers',
  validateSearch: texts('filter', 'q'),
  component: lazyRouteComponent(() => import('./supplier/pages/customers-page.tsx'), 'CustomersPage'),
})
const newCustomer = createRoute({
  getParentRoute: () => desk,
  path: '/customers/new',
  component: lazyRouteComponent(() => import('./supplier/pages/new-customer-page.tsx'), 'NewCustomerPage'),
})
const customer = createRoute({
  getParentRoute: () => desk,
  path: '/customers/$customerId',
  validateSearch: texts('link'),
  component: lazyRouteComponent(() => import('./supplier/pages/customer-page.tsx'), 'CustomerPage'),
})

const products = createRoute({
  getParentRoute: () => desk,
  path: '/products',
  validateSearch: texts('filter', 'q', 'category'),
  component: lazyRouteComponent(() => import('./supplier/pages/products-page.tsx'), 'ProductsPage'),
})
const product = createRoute({
  getParentRoute: () => desk,
  path: '/products/$productId',
  validateSearch: texts('link'),
  component: lazyRouteComponent(() => import('./supplier/pages/product-page.tsx'), 'ProductPage'),
})

const importCustomers = createRoute({
  getParentRoute: () => desk,
  path: '/import/customers',
  validateSearch: texts('tab', 'q'),
  component: lazyRouteComponent(() => import('./supplier/pages/import-page.tsx'), 'ImportCustomersPage'),
})
const importProducts = createRoute({
  getParentRoute: () => desk,
  path: '/import/products',
  validateSearch: texts('tab', 'q'),
  component: lazyRouteComponent(() => import('./supplier/pages/import-page.tsx'), 'ImportProductsPage'),
})

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  component: lazyRouteComponent(() => import('./supplier/pages/settings-page.tsx'), 'SettingsPage'),
})
const cin7 = createRoute({
  getParentRoute: () => desk,
  path: '/settings/cin7',
  component: lazyRouteComponent(() => import('./supplier/pages/cin7-page.tsx'), 'Cin7Page'),
})

/** Anything else: the desk says that there is no such page. */
const deskNotFound = createRoute({
  getParentRoute: () => desk,
  path: '$',
  component: lazyRouteComponent(() => import('./supplier/pages/not-found-page.tsx'), 'NotFoundPage'),
})

const routeTree = rootRoute.addChildren([
  ...devRoutes,
  signIn,
  setUp,
  desk.addChildren([
    ...orderRoutes,
    customers,
    newCustomer,
    customer,
    products,
    product,
    importCustomers,
    importProducts,
    settings,
    cin7,
    deskNotFound,
  ]),
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Broken,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
