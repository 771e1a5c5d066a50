// What a page shows when there is nothing yet, and when something went wrong: what, why, what to do.
import type { LucideIcon } from 'lucide-react'
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { ToneShape } from './status-mark.tsx'

/** `action` is the one button that starts it. */
export function EmptyState(props: {
  icon?: LucideIcon | undefined
  title: string
  children?: ReactNode
  action?: ReactNode
  compact?: boolean | undefined
}) {
  const Icon = props.icon
  return (
    <div
      className={cx(
        'flex flex-col items-start gap-3',
        props.compact === true ? 'py-6' : 'mx-auto max-w-md py-16',
      )}
    >
      {Icon !== undefined && (
        <span className="flex size-11 items-center justify-center rounded-sheet bg-accent-wash text-accent">
          <Icon aria-hidden className="size-5" />
        </span>
      )}
      <div>
        <h2 className="text-lead">{props.title}</h2>
        {props.children !== undefined && <div className="mt-1 text-pretty text-soft">{props.children}</div>}
      </div>
      {props.action !== undefined && <div className="flex flex-wrap gap-2">{props.action}</div>}
    </div>
  )
}

export function ErrorState(props: {
  title: string
  children?: ReactNode
  onRetry?: (() => void) | undefined
  action?: ReactNode
  compact?: boolean | undefined
}) {
  const t = useTranslations('ui')
  return (
    <div
      role="alert"
      className={cx('flex items-start gap-3', props.compact === true ? 'py-4' : 'mx-auto max-w-md py-16')}
    >
      <ToneShape tone="red" className="mt-1 size-4" />
      <div className="min-w-0 flex-1">
        <h2 className="text-lead">{props.title}</h2>
        {props.children !== undefined && <div className="mt-1 text-pretty text-soft">{props.children}</div>}
        <div className="mt-3 flex flex-wrap gap-2">
          {props.onRetry !== undefined && (
            <Button icon={RotateCw} onClick={props.onRetry}>
              {t('tryAgain')}
            </Button>
          )}
          {props.action}
        </div>
      </div>
    </div>
  )
}
