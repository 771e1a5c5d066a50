// How buttons look, apart from how they behave, so that links can look like them and the app's start stays small.
import { cx } from './cx.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'small' | 'normal' | 'large'

export const base =
  'inline-flex max-w-full shrink-0 select-none items-center justify-center rounded-control font-semibold whitespace-nowrap transition-colors'

export const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-edge bg-field text-ink hover:bg-hover hover:border-ink',
  quiet: 'text-accent hover:bg-accent-wash',
  danger: 'border border-red-mark bg-field text-red-text hover:bg-red-wash',
}

export const sizes: Record<ButtonSize, string> = {
  small: 'h-(--control-small) gap-1.5 px-2.5 text-small',
  normal: 'h-(--control) gap-2 px-3.5 text-base',
  large: 'h-11 gap-2 px-5 text-lead',
}

export const blocked = 'border border-line bg-sunken text-soft'

/** The classes of a button, for links that look like one. */
export function buttonClass(options: {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  wide?: boolean | undefined
}): string {
  return cx(
    base,
    variants[options.variant ?? 'secondary'],
    sizes[options.size ?? 'normal'],
    options.wide && 'w-full',
  )
}
