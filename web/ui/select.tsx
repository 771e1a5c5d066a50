// Choose one of a few (up to about fifteen). For more, or for what must be searched, use Combobox.
import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { Field } from './field.tsx'
import type { FieldProps } from './field.tsx'

export type Option<Value extends string> = {
  value: Value
  label: string
  note?: string | undefined
  mark?: ReactNode
  disabled?: boolean | undefined
}

export function Select<Value extends string>(
  props: FieldProps & {
    value: Value | null
    onChange: (value: Value) => void
    options: readonly Option<Value>[]
    placeholder?: string | undefined
    disabled?: boolean | undefined
    small?: boolean | undefined
  },
) {
  const { value, onChange, options, placeholder, disabled, small, ...field } = props
  const t = useTranslations('ui')
  return (
    <Field {...field}>
      {(ids) => (
        <Base.Root<Value>
          items={options}
          value={value}
          onValueChange={(next) => next !== null && onChange(next)}
          disabled={disabled ?? false}
          modal={false}
        >
          <Base.Trigger
            id={ids.id}
            data-field={field.name}
            aria-invalid={ids.invalid}
            aria-describedby={ids.describedBy}
            aria-labelledby={`${ids.id}-label ${ids.id}`}
            className={cx(
              'control inline-flex w-full min-w-0 items-center justify-between gap-2 pr-2 pl-2.5 text-left data-disabled:bg-sunken data-disabled:text-soft',
              small === true && 'h-(--control-small) text-small',
            )}
          >
            <Base.Value
              className="truncate data-placeholder:text-soft"
              placeholder={placeholder ?? t('choose')}
            />
            <Base.Icon className="shrink-0 text-soft">
              <ChevronDown aria-hidden className="size-4" />
            </Base.Icon>
          </Base.Trigger>
          <Base.Portal>
            <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
              <Base.Popup className="floating max-h-(--available-height) min-w-(--anchor-width) max-w-(--available-width) overflow-y-auto p-1">
                <Base.List>
                  {options.map((option) => (
                    <Base.Item
                      key={option.value}
                      value={option.value}
                      disabled={option.disabled ?? false}
                      className="option-row"
                    >
                      {option.mark}
                      <span className="min-w-0 flex-1">
                        <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
                        {option.note !== undefined && (
                          <span className="block text-small text-soft">{option.note}</span>
                        )}
                      </span>
                      <span className="size-4 shrink-0 text-accent">
                        <Base.ItemIndicator>
                          <Check aria-hidden className="size-4" />
                        </Base.ItemIndicator>
                      </span>
                    </Base.Item>
                  ))}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  )
}
