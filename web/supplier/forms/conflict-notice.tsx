// What somebody else changed while this person was editing, and the choice what to do about it. Nothing is lost before
// the choice is made.
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import type { Clash } from './use-record-draft.ts'

export function ConflictNotice(props: {
  clashes: readonly Clash[]
  labelOf: (field: string) => string
  onKeepMine: () => void
  onTakeTheirs: () => void
}) {
  const t = useTranslations('record')
  const show = (value: string | boolean) =>
    typeof value === 'boolean' ? t(value ? 'yes' : 'no') : value.trim() === '' ? t('empty') : `“${value}”`
  return (
    <Notice
      tone="amber"
      title={t('conflictTitle')}
      action={
        <>
          <Button size="small" onClick={props.onTakeTheirs}>
            {t('takeTheirs')}
          </Button>
          <Button size="small" onClick={props.onKeepMine}>
            {t('keepMine')}
          </Button>
        </>
      }
    >
      <ul className="mt-1">
        {props.clashes.map((clash) => (
          <li key={clash.field} className="wrap-anywhere">
            {clash.was === clash.mine
              ? t('theyChanged', {
                  field: props.labelOf(clash.field),
                  was: show(clash.was),
                  theirs: show(clash.theirs),
                })
              : t('bothChanged', {
                  field: props.labelOf(clash.field),
                  theirs: show(clash.theirs),
                  mine: show(clash.mine),
                })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
