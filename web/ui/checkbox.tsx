/* oxlint-disable jsx-a11y/label-has-associated-control -- the control inside is not a native input */
// Ticks and switches. A checkbox is part of a form and waits for its button; a switch acts at once.
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import { useId } from 'react'
import type { MouseEvent, ReactNode } from 'react'
import { cx } from './cx.ts'

type TickProps = {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  name?: string | undefined
  hint?: ReactNode
  hideLabel?: boolean | undefined
  disabled?: boolean | undefined
}

export function Checkbox(
  props: TickProps & {
    indeterminate?: boolean | undefined
    onClick?: ((event: MouseEvent) => void) | undefined
  },
) {
  const hintId = useId()
  return (
    <label className={cx('group inline-flex items-start gap-2', props.hideLabel === true && 'p-1')}>
      <BaseCheckbox.Root
        data-field={props.name}
        checked={props.checked}
        indeterminate={props.indeterminate ?? false}
        disabled={props.disabled ?? false}
        aria-describedby={props.hint === undefined ? undefined : hintId}
        onCheckedChange={props.onChange}
        onClick={props.onClick}
        className={cx(
          'group/box -m-1 flex size-6 shrink-0 items-center justify-center rounded-control',
          props.hideLabel !== true && '-mt-0.5',
        )}
      >
        <span className="flex size-4 items-center justify-center rounded-small border border-edge bg-field text-on-accent transition-colors group-hover:border-ink group-data-checked/box:border-accent group-data-checked/box:bg-accent group-data-disabled/box:border-line group-data-disabled/box:bg-sunken group-data-indeterminate/box:border-accent group-data-indeterminate/box:bg-accent">
          <BaseCheckbox.Indicator className="flex">
            {props.indeterminate === true ? (
              <Minus aria-hidden className="size-3" strokeWidth={3.5} />
            ) : (
              <Check aria-hidden className="size-3" strokeWidth={3.5} />
            )}
          </BaseCheckbox.Indicator>
        </span>
      </BaseCheckbox.Root>
      <TickWords {...props} hintId={hintId} />
    </label>
  )
}

export function Switch(props: TickProps) {
  const hintId = useId()
  return (
    <label className="group inline-flex items-start gap-2.5">
      <BaseSwitch.Root
        data-field={props.name}
        checked={props.checked}
        disabled={props.disabled ?? false}
        aria-describedby={props.hint === undefined ? undefined : hintId}
        onCheckedChange={props.onChange}
        className="-my-0.5 flex h-6 w-10.5 shrink-0 items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors group-hover:border-ink data-checked:border-accent data-checked:bg-accent data-disabled:opacity-60"
      >
        <BaseSwitch.Thumb className="size-4.5 rounded-full bg-edge transition-transform data-checked:translate-x-4.5 data-checked:bg-on-accent" />
      </BaseSwitch.Root>
      <TickWords {...props} hintId={hintId} />
    </label>
  )
}

function TickWords(props: TickProps & { hintId: string }) {
  return (
    <span
      className={props.hideLabel === true ? 'sr-only' : cx('min-w-0', props.disabled === true && 'text-soft')}
    >
      {props.label}
      {props.hint !== undefined && (
        <span id={props.hintId} className="block text-small text-soft">
          {props.hint}
        </span>
      )}
    </span>
  )
}
