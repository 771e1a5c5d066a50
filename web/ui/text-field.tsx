// Fields typed into: text, numbers, several lines. Values are strings as typed; numbers stay strings too, so that
// nothing is rounded before the server reads it.
import type { ComponentProps, ReactNode, Ref } from 'react'
import { cx } from './cx.ts'
import { asDecimal } from './decimal-input.ts'
import { Field } from './field.tsx'
import type { FieldProps } from './field.tsx'

type Typed<Element extends 'input' | 'textarea'> = FieldProps &
  Omit<ComponentProps<Element>, 'onChange' | 'value' | 'name' | 'className' | 'id' | 'size'> & {
    value: string
    onChange: (value: string) => void
    id?: string | undefined
  }

export type TextFieldProps = Typed<'input'> & {
  before?: ReactNode
  after?: ReactNode
  mono?: boolean | undefined
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    name,
    hint,
    error,
    hideLabel,
    optional,
    className,
    onChange,
    before,
    after,
    id,
    mono,
    ...rest
  } = props
  return (
    <Field {...{ label, name, hint, error, hideLabel, optional, className, id }}>
      {(ids) => (
        <Adorned before={before} after={after}>
          <input
            {...rest}
            id={ids.id}
            name={name}
            aria-invalid={ids.invalid}
            aria-describedby={ids.describedBy}
            onChange={(event) => onChange(event.target.value)}
            className={cx(
              'control w-full min-w-0 px-2.5',
              mono === true && 'font-mono text-small',
              before !== undefined && 'pl-8',
              after !== undefined && 'pr-12',
            )}
          />
        </Adorned>
      )}
    </Field>
  )
}

export type NumberFieldProps = Typed<'input'> & {
  /** A sign or unit inside the box, such as `$` or `kg`. */
  before?: ReactNode
  after?: ReactNode
  /** `numeric` shows a keypad without a decimal point. */
  whole?: boolean | undefined
  ref?: Ref<HTMLInputElement>
}

/** A number as a decimal string: keeps only digits, one point and a leading minus; a comma is read as the point. */
export function NumberField(props: NumberFieldProps) {
  const {
    label,
    name,
    hint,
    error,
    hideLabel,
    optional,
    className,
    onChange,
    before,
    after,
    whole,
    id,
    ...rest
  } = props
  return (
    <Field {...{ label, name, hint, error, hideLabel, optional, className, id }}>
      {(ids) => (
        <Adorned before={before} after={after}>
          <input
            autoComplete="off"
            {...rest}
            id={ids.id}
            name={name}
            type="text"
            inputMode={whole === true ? 'numeric' : 'decimal'}
            aria-invalid={ids.invalid}
            aria-describedby={ids.describedBy}
            onChange={(event) => onChange(asDecimal(event.target.value, whole === true))}
            onFocus={(event) => {
              event.target.select()
              rest.onFocus?.(event)
            }}
            className={cx(
              'control w-full min-w-0 px-2.5 text-right tabular-nums',
              before !== undefined && 'pl-8',
              after !== undefined && 'pr-12',
            )}
          />
        </Adorned>
      )}
    </Field>
  )
}

export function TextArea(props: Typed<'textarea'>) {
  const { label, name, hint, error, hideLabel, optional, className, onChange, id, ...rest } = props
  return (
    <Field {...{ label, name, hint, error, hideLabel, optional, className, id }}>
      {(ids) => (
        <textarea
          rows={3}
          {...rest}
          id={ids.id}
          name={name}
          aria-invalid={ids.invalid}
          aria-describedby={ids.describedBy}
          onChange={(event) => onChange(event.target.value)}
          className="control field-sizing-content h-auto min-h-18 w-full resize-y px-2.5 py-1.5"
        />
      )}
    </Field>
  )
}

function Adorned(props: { before: ReactNode; after: ReactNode; children: ReactNode }) {
  if (props.before === undefined && props.after === undefined) return props.children
  return (
    <div className="relative">
      {props.before !== undefined && (
        <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-soft">
          {props.before}
        </span>
      )}
      {props.children}
      {props.after !== undefined && (
        <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-soft">
          {props.after}
        </span>
      )}
    </div>
  )
}
