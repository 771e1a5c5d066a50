// The foot of a form that edits a record in place: stays in sight while something is unsaved.
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'

export function SaveBar(props: {
  draft: { dirty: boolean; clashes: readonly unknown[] | null; takeTheirs: () => void }
  onDiscard?: (() => void) | undefined
  /** Gets why saving is not possible now, or null. */
  children: (disabledReason: string | null) => ReactNode
}) {
  const t = useTranslations('record')
  const { dirty, clashes, takeTheirs } = props.draft
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])
  const reason = !dirty ? t('nothingChanged') : clashes !== null ? t('decideFirst') : null
  return (
    <div
      className={cx(
        'mt-2 flex flex-wrap items-center gap-2 py-3',
        dirty && 'sticky bottom-0 z-10 border-t border-line bg-sheet max-md:bottom-14',
      )}
    >
      {props.children(reason)}
      {dirty && (
        <Button
          onClick={() => {
            takeTheirs()
            props.onDiscard?.()
          }}
        >
          {t('discard')}
        </Button>
      )}
    </div>
  )
}
