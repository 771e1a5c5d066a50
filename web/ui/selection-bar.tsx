// What can be done with the selected rows, floating at the foot of the list. Says how many; leaves when none are.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from './button.tsx'

export function SelectionBar(props: { count: number; onClear: () => void; children: ReactNode }) {
  const t = useTranslations('ui')
  return (
    <section
      aria-label={t('selected', { count: props.count })}
      className="pointer-events-none sticky bottom-18 z-20 flex justify-center md:bottom-4"
    >
      {props.count > 0 && (
        <div
          data-at-foot
          className="floating pointer-events-auto flex max-w-full flex-wrap items-center gap-2 py-2 pr-2 pl-4"
        >
          <output className="mr-2 font-semibold whitespace-nowrap">
            {t('selected', { count: props.count })}
          </output>
          {props.children}
          <IconButton label={t('clearSelection')} icon={X} onClick={props.onClear} />
        </div>
      )}
    </section>
  )
}
