// Which branch in Cin7 a customer's sales orders go to; none means the branch that Cin7 itself takes.
import { useTranslations } from 'use-intl'
import { Select } from '../../ui/select.tsx'

export type Branch = { key: string; name: string; isActive: boolean }

/** Stands for "none": a select has no empty value. */
const none = ' '

export function BranchField(props: {
  value: string | null
  onChange: (branchKey: string | null) => void
  branches: readonly Branch[]
  hint?: string | undefined
}) {
  const t = useTranslations('customers')
  const { value, branches } = props
  const known = branches
    .filter((branch) => branch.isActive || branch.key === value)
    .map((branch) => ({ value: branch.key, label: branch.name }))
  const gone =
    value === null || known.some((one) => one.value === value)
      ? []
      : [{ value, label: t('branchGone', { key: value }) }]
  return (
    <Select
      label={t('branch')}
      name="branchKey"
      hint={props.hint}
      value={value ?? none}
      onChange={(key) => props.onChange(key === none ? null : key)}
      options={[{ value: none, label: t('defaultBranch') }, ...known, ...gone]}
    />
  )
}
