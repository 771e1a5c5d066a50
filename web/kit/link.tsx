// Links that know the app's routes: as text, and as a button.
import { createLink } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { buttonClass } from '../ui/button-class.ts'
import type { ButtonSize, ButtonVariant } from '../ui/button-class.ts'
import { cx } from '../ui/cx.ts'

function TextAnchor(props: ComponentProps<'a'> & { quiet?: boolean | undefined }) {
  const { quiet, className, children, ...rest } = props
  return (
    <a
      {...rest}
      className={cx(
        'rounded-small underline-offset-3 hover:underline',
        quiet === true ? 'text-soft hover:text-ink' : 'font-semibold text-accent',
        className,
      )}
    >
      {children}
    </a>
  )
}

function ButtonAnchor(
  props: ComponentProps<'a'> & {
    variant?: ButtonVariant | undefined
    size?: ButtonSize | undefined
    icon?: LucideIcon | undefined
    wide?: boolean | undefined
  },
) {
  const { variant, size, icon: Icon, wide, className, children, ...rest } = props
  return (
    <a {...rest} className={cx(buttonClass({ variant, size, wide }), className)}>
      {Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0" />}
      <span className="truncate">{children}</span>
    </a>
  )
}

/** A link in text. `quiet` for back links and secondary ones. */
export const TextLink = createLink(TextAnchor)

/** A link that looks like a button, for going somewhere; use Button for doing something. */
export const LinkButton = createLink(ButtonAnchor)
