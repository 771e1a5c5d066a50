// One of a long list that is searched by typing: country, currency, time zone.
import { Combobox } from '../../ui/combobox.tsx'
import type { FieldProps } from '../../ui/field.tsx'
import { choiceOf } from './region-choices.ts'
import type { Choice } from './region-choices.ts'

export function ChoiceField(
  props: FieldProps & {
    value: string
    onChange: (value: string) => void
    choices: readonly Choice[]
    disabled?: boolean | undefined
    required?: boolean | undefined
  },
) {
  const { value, onChange, choices, ...field } = props
  return (
    <Combobox
      {...field}
      value={choiceOf(choices, value)}
      onChange={(choice) => onChange(choice?.value ?? '')}
      items={choices}
      itemKey={(choice) => choice.value}
      itemLabel={(choice) => choice.label}
    />
  )
}
