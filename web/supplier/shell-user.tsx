// Who is signed in, how the app looks on this device, and the way out.
import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { setTheme, useTheme } from '../kit/theme.ts'
import type { Theme } from '../kit/theme.ts'
import { Menu } from '../ui/menu.tsx'

export type UserMenuProps = { name: string; email: string; onSignOut: () => void }

const icons = { system: Monitor, light: Sun, dark: Moon }

export function UserMenu(props: UserMenuProps) {
  const t = useTranslations('shell')
  const theme = useTheme()
  const look = (value: Theme, label: string) => ({
    label: theme === value ? `${label} ✓` : label,
    icon: icons[value],
    onSelect: () => setTheme(value),
  })
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex size-(--control) shrink-0 items-center justify-center rounded-full"
        >
          <span
            aria-hidden
            className="flex size-8 items-center justify-center rounded-full border border-line bg-sheet text-small font-semibold text-soft"
          >
            {initials(props.name)}
          </span>
          <span className="sr-only">
            {t('account')}: {props.name}
          </span>
        </button>
      }
      items={[
        'divider',
        { heading: t('theme') },
        look('system', t('themeSystem')),
        look('light', t('themeLight')),
        look('dark', t('themeDark')),
        'divider',
        { label: t('signOut'), icon: LogOut, onSelect: props.onSignOut },
      ]}
    >
      <div className="px-2.5 pt-1.5 pb-1">
        <div className="truncate font-semibold">{props.name}</div>
        <div className="truncate text-small text-soft">{props.email}</div>
      </div>
    </Menu>
  )
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/)
  const first = Array.from(parts[0] ?? '·')[0] ?? '·'
  const last = parts.length > 1 ? (Array.from(parts.at(-1) ?? '')[0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}
