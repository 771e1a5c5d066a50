// A value with a button that copies it, and says so.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Tooltip } from './tooltip.tsx'

/** `name` says what is copied, to those who don't see it. With `show` the value stands before the button. */
export function CopyButton(props: { value: string; name: string; show?: boolean | undefined }) {
  const t = useTranslations('ui')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_600)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      {props.show === true && <span className="truncate font-mono text-small">{props.value}</span>}
      <Tooltip text={copied ? t('copied') : t('copy')}>
        <button
          type="button"
          aria-label={t('copyNamed', { name: props.name })}
          onClick={() => {
            void navigator.clipboard.writeText(props.value).then(() => setCopied(true))
          }}
          className="flex size-6 shrink-0 items-center justify-center rounded-small text-soft hover:bg-hover hover:text-ink max-md:-my-2.5 max-md:size-11"
        >
          <Icon aria-hidden className="size-3.5" />
        </button>
      </Tooltip>
      <output className="sr-only">{copied ? t('copied') : ''}</output>
    </span>
  )
}
