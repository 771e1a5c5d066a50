// What can be set for all selected customers at once. Acts at once and can be undone: what each customer had before is
// remembered and put back.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { editCustomers } from '../../../src/contract/customers.ts'
import type { CustomerRow } from '../../../src/contract/customers.ts'
import { call } from '../../kit/api.ts'
import { toast } from '../../kit/toasts.ts'
import { useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { BranchField } from '../forms/branch-field.tsx'
import type { Branch } from '../forms/branch-field.tsx'

type Setting = { branchKey: string | null } | { salesOrdersOn: boolean }

const touched = ['customers.', 'orders.', 'inbox.', 'desk.status']

export function CustomersBulk(props: {
  rows: readonly CustomerRow[]
  branches: readonly Branch[]
  onClear: () => void
}) {
  const t = useTranslations('customers')
  const r = useTranslations('record')
  const { rows } = props
  const [asking, setAsking] = useState(false)
  const [branchKey, setBranchKey] = useState<string | null>(null)
  const invalidate = useInvalidate()
  const write = useWrite(editCustomers, {
    invalidates: touched,
    onProblem: (error) => toast.problem(error.message),
  })

  async function undo(before: readonly { customerIds: string[]; setting: Setting }[]): Promise<void> {
    try {
      for (const { customerIds, setting } of before)
        await call(editCustomers, { body: { customerIds, ...setting } })
      toast.done(t('undone'))
    } catch (error) {
      toast.problem(error instanceof Error ? error.message : String(error))
    }
    await invalidate(touched)
  }

  function set(setting: Setting, sentence: (count: number) => string, detail?: string): void {
    const before = earlier(rows, setting)
    write.mutate(
      { body: { customerIds: rows.map((row) => row.customerId), ...setting } },
      {
        onSuccess: ({ changed }) => {
          setAsking(false)
          props.onClear()
          toast.done(sentence(changed), {
            detail,
            action: { label: r('undo'), run: () => void undo(before) },
          })
        },
      },
    )
  }

  return (
    <>
      <SelectionBar count={rows.length} onClear={props.onClear}>
        <Button
          disabledReason={props.branches.length === 0 ? t('noBranches') : null}
          onClick={() => setAsking(true)}
        >
          {t('setBranch')}
        </Button>
        <Button
          busy={write.isPending}
          onClick={() => set({ salesOrdersOn: true }, (count) => t('turnedOn', { count }))}
        >
          {t('turnOn')}
        </Button>
        <Button
          busy={write.isPending}
          onClick={() => set({ salesOrdersOn: false }, (count) => t('turnedOff', { count }), t('offDetail'))}
        >
          {t('turnOff')}
        </Button>
      </SelectionBar>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('branchTitle', { count: rows.length })}
        description={t('branchWords')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button
              variant="primary"
              busy={write.isPending}
              onClick={() => set({ branchKey }, (count) => t('branchSet', { count }))}
            >
              {t('setGo')}
            </Button>
          </>
        }
      >
        <BranchField value={branchKey} onChange={setBranchKey} branches={props.branches} />
      </Dialog>
    </>
  )
}

/** What to write to put the rows back, in groups of the same value. */
function earlier(
  rows: readonly CustomerRow[],
  setting: Setting,
): { customerIds: string[]; setting: Setting }[] {
  const groups = new Map<string, { customerIds: string[]; setting: Setting }>()
  for (const row of rows) {
    const old: Setting =
      'branchKey' in setting ? { branchKey: row.branchKey } : { salesOrdersOn: row.salesOrdersOn }
    const key = JSON.stringify(old)
    if (key === JSON.stringify(setting)) continue
    const group = groups.get(key) ?? { customerIds: [], setting: old }
    group.customerIds.push(row.customerId)
    groups.set(key, group)
  }
  return [...groups.values()]
}
