// Choose one of two to five where the difference needs words. Each choice may carry a note.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup as Base } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { cx } from './cx.ts'
import type { Option } from './select.tsx'

export function RadioGroup<Value extends string>(props: {
  label: string
  value: Value | null
  onChange: (value: Value) => void
  options: readonly Option<Value>[]
  name?: string | undefined
  hideLabel?: boolean | undefined
  disabled?: boolean | undefined
  /** Side by side where there is room. */
  inline?: boolean | undefined
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-2">
      <span id={id} className={props.hideLabel === true ? 'sr-only' : 'text-small font-semibold'}>
        {props.label}
      </span>
      <Base
        aria-labelledby={id}
        data-field={props.name}
        value={props.value}
        onValueChange={(value) => {
          const chosen = props.options.find((option) => option.value === value)
          if (chosen !== undefined) props.onChange(chosen.value)
        }}
        disabled={props.disabled ?? false}
        className={cx('flex gap-x-6 gap-y-2', props.inline === true ? 'flex-row flex-wrap' : 'flex-col')}
      >
        {props.options.map((option) => (
          <label key={option.value} className="group inline-flex items-start gap-2">
            <Radio.Root
              value={option.value}
              disabled={option.disabled ?? false}
              className="group/dot -m-1 -mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full"
            >
              <span className="flex size-4 items-center justify-center rounded-full border border-edge bg-field transition-colors group-hover:border-ink group-data-checked/dot:border-accent group-data-checked/dot:bg-accent group-data-disabled/dot:border-line group-data-disabled/dot:bg-sunken">
                <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
              </span>
            </Radio.Root>
            <span className={cx('min-w-0', option.disabled === true && 'text-soft')}>
              {option.label}
              {option.note !== undefined && <span className="block text-small text-soft">{option.note}</span>}
            </span>
          </label>
        ))}
      </Base>
    </div>
  )
}
