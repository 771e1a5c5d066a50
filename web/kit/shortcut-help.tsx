// The list of every shortcut that works on this page, on `?`.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { useShortcut, useShortcuts } from '../ui/shortcuts.ts'

export function ShortcutHelp() {
  const t = useTranslations('kit')
  const [open, setOpen] = useState(false)
  useShortcut('?', t('help'), t('helpGroup'), () => setOpen(true))
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title={t('shortcuts')}>
      <ShortcutList />
      <div className="h-3" />
    </Dialog>
  )
}

function ShortcutList() {
  const shortcuts = useShortcuts()
  const groups = [...new Set(shortcuts.map((one) => one.group))]
  return groups.map((group) => (
    <section key={group} className="mb-4">
      <h3 className="mb-1 text-small text-soft">{group}</h3>
      <ul>
        {[
          ...new Map(shortcuts.filter((one) => one.group === group).map((one) => [one.keys, one])).values(),
        ].map((one) => (
          <li key={one.keys} className="flex min-h-8 items-center justify-between gap-4">
            {one.does}
            <Kbd keys={one.keys} />
          </li>
        ))}
      </ul>
    </section>
  ))
}
