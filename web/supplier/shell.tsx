// The frame of the desk: the rail, the top bar, and the sheet that pages lie on. Takes everything by props and asks
// the server for nothing.
import { Link } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ShortcutHelp } from '../kit/shortcut-help.tsx'
import { cx } from '../ui/cx.ts'
import { useShortcut } from '../ui/shortcuts.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { useMedia, usePhone } from '../ui/use-media.ts'
import { ErpLight } from './shell-light.tsx'
import type { ErpLightProps } from './shell-light.tsx'
import { BottomBar } from './shell-phone.tsx'
import { GlobalSearch } from './shell-search.tsx'
import type { GlobalSearchProps } from './shell-search.tsx'
import { UserMenu } from './shell-user.tsx'
import type { UserMenuProps } from './shell-user.tsx'

export type RailItem = {
  to: string
  label: string
  icon: LucideIcon
  /** Shown beside the name when above zero: things that wait for a person. */
  count?: number | undefined
  /** Two keys, such as `g o`. */
  keys?: string | undefined
  /** Stays at the rail's foot. */
  foot?: boolean | undefined
  /** Only an exact address is this page: for the first page. */
  exact?: boolean | undefined
}

export type ShellProps = {
  supplierName: string
  /** Where the supplier's name leads. */
  home: string
  items: readonly RailItem[]
  search: GlobalSearchProps
  light: ErpLightProps
  user: UserMenuProps
  /** Called for the `g` shortcuts. */
  onGo: (to: string) => void
  children: ReactNode
}

export function SupplierShell(props: ShellProps) {
  const t = useTranslations('shell')
  const phone = usePhone()
  return (
    <div className="md:grid md:grid-cols-[3.75rem_minmax(0,1fr)] lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#page"
        className="sr-only font-semibold text-accent focus:not-sr-only focus:fixed! focus:top-2 focus:left-2 focus:z-60 focus:rounded-control focus:bg-raised focus:px-4! focus:py-2! focus:shadow-float"
      >
        {t('skip')}
      </a>
      {!phone && <Rail {...props} />}
      <div className="min-w-0">
        <header
          data-print="hide"
          className="sticky top-0 z-30 flex h-(--bar) items-center gap-2 bg-paper px-4 md:pr-5 md:pl-2 md:after:pointer-events-none md:after:absolute md:after:top-full md:after:left-0 md:after:size-3.5 md:after:bg-[radial-gradient(circle_at_100%_100%,transparent_13.5px,var(--color-paper)_14px)]"
        >
          <GlobalSearch {...props.search} />
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <ErpLight {...props.light} />
            <UserMenu {...props.user} />
          </div>
        </header>
        <main
          id="page"
          tabIndex={-1}
          className="min-h-[calc(100dvh-var(--bar))] bg-sheet outline-none max-md:pb-20"
        >
          {props.children}
        </main>
      </div>
      {phone && <BottomBar items={props.items} />}
      {props.items.map(
        (item) => item.keys !== undefined && <GoKey key={item.to} item={item} onGo={props.onGo} />,
      )}
      <ShortcutHelp />
    </div>
  )
}

function Rail(props: ShellProps) {
  const t = useTranslations('shell')
  const wide = useMedia('(width >= 64rem)')
  return (
    <nav
      aria-label={t('main')}
      data-print="hide"
      className="sticky top-0 flex h-dvh flex-col gap-0.5 overflow-y-auto px-2.5 pb-4"
    >
      <Link
        to={props.home}
        className="mb-2 flex h-(--bar) shrink-0 items-center gap-2.5 rounded-control px-1 outline-offset-[-4px] lg:px-2"
      >
        <span
          aria-hidden
          className="flex size-8 shrink-0 items-center justify-center rounded-[9px] bg-accent text-lead font-semibold text-on-accent"
        >
          {initial(props.supplierName)}
        </span>
        <span className={wide ? 'line-clamp-2 leading-tight font-semibold' : 'sr-only'}>
          {props.supplierName}
        </span>
      </Link>
      {props.items
        .filter((item) => item.foot !== true)
        .map((item) => (
          <RailLink key={item.to} item={item} wide={wide} />
        ))}
      <div className="flex-1" />
      {props.items
        .filter((item) => item.foot === true)
        .map((item) => (
          <RailLink key={item.to} item={item} wide={wide} />
        ))}
    </nav>
  )
}

function RailLink(props: { item: RailItem; wide: boolean }) {
  const t = useTranslations('shell')
  const { item, wide } = props
  const Icon = item.icon
  const count = item.count ?? 0
  const link = (
    <Link
      to={item.to}
      activeOptions={{ exact: item.exact ?? false }}
      className={cx(
        'group relative flex h-9 shrink-0 items-center gap-2.5 rounded-control text-soft transition-colors hover:bg-sheet hover:text-ink data-[status=active]:bg-sheet data-[status=active]:font-semibold data-[status=active]:text-accent',
        wide ? 'px-2.5' : 'justify-center',
      )}
    >
      <Icon aria-hidden className="size-4.5 shrink-0" strokeWidth={1.75} />
      <span className={wide ? 'min-w-0 flex-1 truncate' : 'sr-only'}>{item.label}</span>
      {count > 0 && (
        <>
          <span
            aria-hidden
            className={cx(
              'rounded-full bg-red-wash px-1.5 text-center text-small font-semibold text-red-text',
              wide ? 'min-w-5' : 'absolute top-0 right-0 text-[0.6875rem] leading-4',
            )}
          >
            {count > 99 ? '99+' : count}
          </span>
          <span className="sr-only">{t('count', { count })}</span>
        </>
      )}
    </Link>
  )
  return (
    <Tooltip text={item.label} keys={item.keys} side="right" disabled={wide && item.keys === undefined}>
      {link}
    </Tooltip>
  )
}

function GoKey(props: { item: RailItem; onGo: (to: string) => void }) {
  const t = useTranslations('shell')
  const { item, onGo } = props
  useShortcut(item.keys ?? '', t('goTo', { page: item.label }), t('goGroup'), () => onGo(item.to))
  return null
}

function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '·').toLocaleUpperCase()
}
