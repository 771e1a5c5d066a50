// Where the web apps start: theme, words, cache, router. Must stay small; everything else loads with its page.
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense, lazy } from 'react'
import { createRoot } from 'react-dom/client'
import { ConfirmProvider } from './kit/confirm.tsx'
import { MessagesProvider } from './kit/messages.tsx'
import { createQueryClient } from './kit/query-client.ts'
import { setSignedOut } from './kit/signed-out.ts'
import { applyTheme } from './kit/theme.ts'
import { english } from './messages.ts'
import { createAppRouter } from './router.tsx'
import './theme.css'

applyTheme()

const Toasts = lazy(async () => ({ default: (await import('./kit/toast-stand.tsx')).ToastStand }))

const queryClient = createQueryClient(() => setSignedOut(true))
const router = createAppRouter(queryClient)

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no element with the id "root"')

createRoot(place).render(
  <StrictMode>
    <MessagesProvider
      locale={navigator.language.startsWith('en') ? navigator.language : 'en'}
      messages={english}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      <QueryClientProvider client={queryClient}>
        <ConfirmProvider>
          <RouterProvider router={router} />
        </ConfirmProvider>
        <Suspense>
          <Toasts />
        </Suspense>
      </QueryClientProvider>
    </MessagesProvider>
  </StrictMode>,
)
