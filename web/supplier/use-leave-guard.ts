// Asks before leaving a page whose changes are not saved: the one thing here that cannot be undone.
import { useBlocker } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { useConfirm } from '../kit/confirm.tsx'

export function useLeaveGuard(unsaved: () => boolean, body: string): void {
  const t = useTranslations('order')
  const confirm = useConfirm()
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (!unsaved() || current.pathname === next.pathname) return false
      const leave = await confirm({
        title: t('leaveTitle'),
        body,
        confirm: t('leaveDo'),
        cancel: t('leaveStay'),
        danger: true,
      })
      return !leave
    },
    enableBeforeUnload: unsaved,
  })
}
