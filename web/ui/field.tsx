// The frame of every form field: label above, control, then the error or the hint. A field finds its own error by
// its `name` in the nearest FieldErrors, so a form shows what the server said without any wiring.
import { CircleAlert } from 'lucide-react'
import { createContext, useContext, useId } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'

export const FieldErrors = createContext<ReadonlyMap<string, string>>(new Map())

export type FieldProps = {
  label: string
  /** The field's path in the request, such as `delivery.phone`; finds its error. */
  name?: string | undefined
  hint?: ReactNode
  error?: string | undefined
  /** The label is read but not shown: only where a table header or a title already says it. */
  hideLabel?: boolean | undefined
  optional?: boolean | undefined
  className?: string | undefined
}

export type FieldIds = { id: string; describedBy: string | undefined; invalid: true | undefined }

export function Field(
  props: FieldProps & { id?: string | undefined; children: (ids: FieldIds) => ReactNode },
) {
  const t = useTranslations('ui')
  const made = useId()
  const id = props.id ?? made
  const errors = useContext(FieldErrors)
  const error = props.error ?? (props.name === undefined ? undefined : errors.get(props.name))
  const noteId = `${id}-note`
  const hasNote = error !== undefined || (props.hint !== undefined && props.hint !== null)
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', props.className)}>
      <label
        htmlFor={id}
        id={`${id}-label`}
        className={props.hideLabel === true ? 'sr-only' : 'text-small font-semibold'}
      >
        {props.label}
        {props.optional === true && <span className="font-normal text-soft"> ({t('optional')})</span>}
      </label>
      {props.children({
        id,
        describedBy: hasNote ? noteId : undefined,
        invalid: error === undefined ? undefined : true,
      })}
      {hasNote && (
        <p
          id={noteId}
          className={cx('flex gap-1.5 text-small', error === undefined ? 'text-soft' : 'text-red-text')}
        >
          {error !== undefined && <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />}
          <span>{error ?? props.hint}</span>
        </p>
      )}
    </div>
  )
}
