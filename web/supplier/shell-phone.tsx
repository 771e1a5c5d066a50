// The rail on a phone: four places at the thumb, the others behind More.
import { Link } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Drawer } from '../ui/dialog.tsx'
import type { RailItem } from './shell.tsx'

const slots = 5

export function BottomBar(props: { items: readonly RailItem[] }) {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)
  const all = props.items.length <= slots
  const shown = all ? props.items : props.items.slice(0, slots - 1)
  const rest = all ? [] : props.items.slice(slots - 1)
  const waiting = rest.reduce((sum, item) => sum + (item.count ?? 0), 0)
  const place =
    'relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-small text-soft outline-offset-[-4px] data-[status=active]:font-semibold data-[status=active]:text-accent'
  return (
    <nav
      aria-label={t('main')}
      data-print="hide"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-paper pb-[env(safe-area-inset-bottom)]"
    >
      {shown.map((item) => (
        <Link key={item.to} to={item.to} activeOptions={{ exact: item.exact ?? false }} className={place}>
          <item.icon aria-hidden className="size-5" strokeWidth={1.75} />
          <span className="max-w-full truncate px-1">{item.label}</span>
          <Count count={item.count ?? 0} />
        </Link>
      ))}
      {rest.length > 0 && (
        <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} className={place}>
          <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
          <span>{t('more')}</span>
          <Count count={waiting} />
        </button>
      )}
      <Drawer open={open} onClose={() => setOpen(false)} title={t('moreTitle')}>
        <ul className="-mx-2 pb-4">
          {rest.map((item) => (
            <li key={item.to}>
              <Link
                to={item.to}
                onClick={() => setOpen(false)}
                className="relative flex h-12 items-center gap-3 rounded-control px-2 data-[status=active]:font-semibold data-[status=active]:text-accent"
              >
                <item.icon aria-hidden className="size-5" strokeWidth={1.75} />
                <span className="flex-1">{item.label}</span>
                {(item.count ?? 0) > 0 && (
                  <span className="text-red-text">{t('count', { count: item.count ?? 0 })}</span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
    </nav>
  )
}

function Count(props: { count: number }) {
  const t = useTranslations('shell')
  if (props.count === 0) return null
  return (
    <span className="absolute top-1 left-1/2 ml-1.5 min-w-4.5 rounded-full bg-red-wash px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-red-text">
      <span aria-hidden>{props.count > 99 ? '99+' : props.count}</span>
      <span className="sr-only">{t('count', { count: props.count })}</span>
    </span>
  )
}
