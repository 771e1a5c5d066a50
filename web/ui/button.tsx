// Buttons. A button that may not be pressed stays reachable and says why; one that is working says so and ignores
// further presses. One primary button a page.
import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { LucideIcon } from 'lucide-react'
import { useId, useState } from 'react'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { cx } from './cx.ts'
import { base, blocked, sizes, variants } from './button-class.ts'
import type { ButtonSize, ButtonVariant } from './button-class.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip, TooltipPopup } from './tooltip.tsx'

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  icon?: LucideIcon | undefined
  /** Working: shows a spinner and ignores presses. */
  busy?: boolean | undefined
  /** Why it may not be pressed now; shown on hover, focus and press, and read to screen readers. */
  disabledReason?: string | null | undefined
  wide?: boolean | undefined
}

export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    icon: Icon,
    busy,
    disabledReason,
    wide,
    className,
    children,
    onClick,
    type,
    ...rest
  } = props
  const reasonId = useId()
  const [open, setOpen] = useState(false)
  const reason = disabledReason ?? undefined
  const stopped = reason !== undefined || busy === true

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (stopped) {
      event.preventDefault()
      event.stopPropagation()
      if (reason !== undefined) setOpen(true)
      return
    }
    onClick?.(event)
  }

  const button = (
    <button
      {...rest}
      type={type ?? 'button'}
      aria-disabled={stopped || undefined}
      aria-busy={busy === true || undefined}
      aria-describedby={reason === undefined ? rest['aria-describedby'] : reasonId}
      onClick={press}
      className={cx(
        base,
        reason === undefined ? variants[variant ?? 'secondary'] : blocked,
        sizes[size ?? 'normal'],
        wide === true && 'w-full',
        className,
      )}
    >
      {busy === true ? <Spinner /> : Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0" />}
      <span className="truncate">{children}</span>
    </button>
  )

  if (reason === undefined) return button
  return (
    <BaseTooltip.Root open={open} onOpenChange={setOpen}>
      <BaseTooltip.Trigger render={button} delay={150} closeOnClick={false} />
      <TooltipPopup>{reason}</TooltipPopup>
      <span id={reasonId} hidden>
        {reason}
      </span>
    </BaseTooltip.Root>
  )
}

/** A square button with only an icon: `label` is its name and its tooltip. */
export function IconButton(
  props: Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
    label: string
    icon: LucideIcon
    keys?: string | undefined
    size?: 'small' | 'normal' | undefined
    pressed?: boolean | undefined
    badge?: ReactNode
  },
) {
  const { label, icon: Icon, keys, size, pressed, badge, className, type, ...rest } = props
  return (
    <Tooltip text={label} keys={keys}>
      <button
        {...rest}
        type={type ?? 'button'}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          'relative inline-flex shrink-0 items-center justify-center rounded-control text-soft transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-accent-wash aria-pressed:text-accent disabled:opacity-50',
          size === 'small' ? 'size-(--control-small)' : 'size-(--control)',
          className,
        )}
      >
        <Icon aria-hidden className="size-4" />
        {badge}
      </button>
    </Tooltip>
  )
}
