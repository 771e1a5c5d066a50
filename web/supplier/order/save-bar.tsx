// What is not saved yet, floating at the foot of the page so that it is at hand on the thousandth line too.
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Money } from '../../ui/money.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'

export type Unsaved = {
  dirty: boolean
  saving: boolean
  /** Why it cannot be saved now. */
  saveReason: string | null
  onSave: () => void
  onDiscard: () => void
  /** Goes to what somebody else changed meanwhile, which has to be decided on before anything is saved. */
  onShowChanges: (() => void) | null
}

export function SaveBar(props: { unsaved: Unsaved; total: string; currency: string }) {
  const t = useTranslations('order')
  const { unsaved, total, currency } = props
  return (
    <section
      aria-label={t('notSaved')}
      className="pointer-events-none sticky bottom-18 z-20 mt-4 flex justify-center md:bottom-4"
    >
      {unsaved.dirty && (
        <div
          data-at-foot
          className="floating pointer-events-auto flex max-w-full flex-wrap items-center gap-x-3 gap-y-2 py-2 pr-2 pl-4"
        >
          <StatusMark tone="amber">{t('notSaved')}</StatusMark>
          <Money strong amount={total} currency={currency} />
          <span className="flex gap-2">
            <Button onClick={unsaved.onDiscard}>{t('discard')}</Button>
            {unsaved.onShowChanges === null ? (
              <Button
                variant="primary"
                busy={unsaved.saving}
                disabledReason={unsaved.saveReason}
                onClick={unsaved.onSave}
              >
                {t('save')}
              </Button>
            ) : (
              <Button variant="primary" onClick={unsaved.onShowChanges}>
                {t('staleShow')}
              </Button>
            )}
          </span>
        </div>
      )}
    </section>
  )
}
