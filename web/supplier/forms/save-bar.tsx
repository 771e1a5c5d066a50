// The foot of a form that edits a record in place: stays in sight while something is unsaved, and asks there what to do
// when somebody else changed the record meanwhile.
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { useLeaveGuard } from '../use-leave-guard.ts'
import { ConflictNotice } from './conflict-notice.tsx'
import type { Clash } from './use-record-draft.ts'

export function SaveBar(props: {
  draft: {
    dirty: boolean
    clashes: readonly Clash[] | null
    takeTheirs: () => void
    keepMine: () => void
  }
  labelOf: (field: string) => string
  /** How a value reads in a conflict, where the draft keeps it in another form. */
  show?: ((field: string, value: string | boolean) => string | boolean) | undefined
  onDiscard?: (() => void) | undefined
  /** Gets why saving is not possible now, or null. */
  children: (disabledReason: string | null) => ReactNode
}) {
  const t = useTranslations('record')
  const { dirty, clashes, takeTheirs, keepMine } = props.draft
  const show = props.show ?? ((_field: string, value: string | boolean) => value)
  useLeaveGuard(() => dirty, t('leaveBody'))
  const reason = !dirty ? t('nothingChanged') : clashes !== null ? t('decideFirst') : null
  return (
    <div
      data-at-foot={dirty || undefined}
      className={cx(
        'mt-2 flex flex-wrap items-center gap-2 py-3',
        dirty && 'sticky bottom-0 z-10 border-t border-line bg-sheet max-md:bottom-14',
      )}
    >
      {clashes !== null && (
        <div className="max-h-[45dvh] w-full overflow-y-auto">
          <ConflictNotice
            clashes={clashes.map(({ field, was, theirs, mine }) => ({
              field,
              was: show(field, was),
              theirs: show(field, theirs),
              mine: show(field, mine),
            }))}
            labelOf={props.labelOf}
            onKeepMine={keepMine}
            onTakeTheirs={takeTheirs}
          />
        </div>
      )}
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
