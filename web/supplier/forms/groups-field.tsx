// Which contact groups are imported: ticks for those seen so far, and a box for one that was not seen yet.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'

export function GroupsField(props: {
  value: readonly string[]
  known: readonly string[]
  onChange: (groups: string[]) => void
}) {
  const t = useTranslations('cin7')
  const { value, onChange } = props
  const [typed, setTyped] = useState('')
  const all = [...new Set([...props.known, ...value])].sort((left, right) => left.localeCompare(right))

  function add(): void {
    const name = typed.trim()
    setTyped('')
    if (name !== '' && !value.includes(name)) onChange([...value, name])
  }

  return (
    <fieldset className="flex flex-col gap-3" data-field="contactGroups" tabIndex={-1}>
      <legend className="mb-1 text-small font-semibold">{t('groups')}</legend>
      <p className="-mt-1 text-small text-soft">{t('groupsHint')}</p>
      {all.length > 0 && (
        <div className="flex max-h-56 flex-wrap gap-x-6 gap-y-2.5 overflow-y-auto py-1 pl-1">
          {all.map((name) => (
            <Checkbox
              key={name}
              label={name}
              checked={value.includes(name)}
              onChange={(on) => onChange(on ? [...value, name] : value.filter((one) => one !== name))}
            />
          ))}
        </div>
      )}
      <div className="flex max-w-md items-start gap-2">
        <TextField
          label={t('addGroup')}
          hint={t('addGroupHint')}
          className="flex-1"
          autoComplete="off"
          maxLength={100}
          value={typed}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            // Enter adds the group; it must not send the form around it.
            event.preventDefault()
            add()
          }}
        />
        <Button className="mt-5.5" onClick={add}>
          {t('add')}
        </Button>
      </div>
    </fieldset>
  )
}
