// The frame around every page of the desk: who is signed in, the supplier's hours, the rail, the search and the light.
// Pages read the person and the supplier from useDesk.
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router'
import { ClipboardList, Inbox, Package, Settings, Sun, Users } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { getStatus } from '../../../src/contract/desk.ts'
import { getSession, signOut } from '../../../src/contract/session.ts'
import { PlaceProvider } from '../../kit/messages.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useSignedOut } from '../../kit/signed-out.ts'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useWrite } from '../../kit/use-endpoint.ts'
import { DeskContext, useDesk } from '../desk-session.ts'
import { localeOf } from '../place.ts'
import { SignInAgain } from '../sign-in-again.tsx'
import { SupplierShell } from '../shell.tsx'
import type { ShellProps } from '../shell.tsx'
import { useImportWatch } from './import-watch.ts'
import { useDeskSearch } from './use-desk-search.ts'

const lightEveryMs = 5_000
/** The first page comes first. */
const otherPagesAfterMs = 2_000

export function DeskLayout() {
  const session = useEndpoint(getSession, {}, { staleMs: 60_000 })
  const saidSignedOut = useSignedOut()
  useOtherPages()
  const person = session.data?.person ?? null
  const supplier = session.data?.supplier ?? null
  const now = useMemo(
    () => (person === null || supplier === null ? null : { person, supplier }),
    [person, supplier],
  )
  // Whose desk this is stays so when the session ends.
  const [desk, setDesk] = useState(now)
  if (now !== null && now !== desk) setDesk(now)
  const country = supplier?.country ?? ''
  const locale = useMemo(() => localeOf(country), [country])
  if (desk === null) {
    return session.isError ? (
      <LoadProblem error={session.error} onRetry={() => void session.refetch()} />
    ) : null
  }
  return (
    <DeskContext value={desk}>
      <PlaceProvider locale={locale} timeZone={desk.supplier.timeZone}>
        <Frame>
          <Outlet />
        </Frame>
        {(saidSignedOut || session.data?.state === 'signed-out') && <SignInAgain desk={desk} />}
      </PlaceProvider>
    </DeskContext>
  )
}

/** Loads the pages that may be opened next, so that they open, and say what is wrong, while Purvey cannot be reached. */
function useOtherPages(): void {
  const router = useRouter()
  useEffect(() => {
    const load = () => {
      for (const route of Object.values(router.routesById))
        void Promise.resolve(router.loadRouteChunk(route)).catch(() => undefined)
    }
    const timer = setTimeout(load, otherPagesAfterMs)
    return () => clearTimeout(timer)
  }, [router])
}

function Frame(props: { children: ReactNode }) {
  const t = useTranslations('desk')
  const { person, supplier } = useDesk()
  const navigate = useNavigate()
  const status = useEndpoint(getStatus, {}, { live: () => lightEveryMs, staleMs: lightEveryMs })
  const leave = useWrite(signOut, {
    // A full load: nothing that was seen may stay in this tab's memory.
    onDone: () => window.location.assign('/sign-in'),
    onProblem: (error) => toast.problem(error.message),
  })
  const go = (to: string) => void navigate({ href: to })
  const search = useDeskSearch(go)
  useImportWatch()
  const items = [
    { to: '/', label: t('today'), icon: Sun, keys: 'g t', exact: true },
    { to: '/orders', label: t('orders'), icon: ClipboardList, keys: 'g o' },
    { to: '/customers', label: t('customers'), icon: Users, keys: 'g c' },
    { to: '/products', label: t('products'), icon: Package, keys: 'g p' },
    { to: '/inbox', label: t('inbox'), icon: Inbox, keys: 'g i', count: status.data?.inbox },
    { to: '/settings', label: t('settings'), icon: Settings, keys: 'g s', foot: true },
  ]
  return (
    <SupplierShell
      supplierName={supplier.name}
      home="/"
      items={items}
      search={search}
      light={useLight(status)}
      user={{ name: person.name, email: person.email, onSignOut: () => leave.mutate({}) }}
      onGo={go}
    >
      {props.children}
    </SupplierShell>
  )
}

function useLight(status: ReturnType<typeof useEndpoint<typeof getStatus>>): ShellProps['light'] {
  const t = useTranslations('desk')
  const base = { name: t('cin7'), to: '/sync' }
  if (status.isError) {
    return { ...base, tone: 'grey', word: t('lightOffline'), detail: t('lightOfflineDetail') }
  }
  const light = status.data?.light
  if (light === undefined) {
    return { ...base, tone: 'grey', word: t('lightWaiting'), detail: t('lightWaitingDetail') }
  }
  return { ...base, tone: light.tone, word: light.word, detail: light.sentence }
}
