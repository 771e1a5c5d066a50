// A search box: typing reports at once, a cross empties it, Escape empties it and then leaves it.
import { Search, X } from 'lucide-react'
import type { ComponentProps, Ref } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'

export function SearchField(
  props: Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'type' | 'ref'> & {
    label: string
    value: string
    onChange: (value: string) => void
    loading?: boolean | undefined
    /** The shortcut that comes here, drawn in the box. */
    keys?: string | undefined
    ref?: Ref<HTMLInputElement>
  },
) {
  const { label, value, onChange, loading, keys, className, onKeyDown, ...rest } = props
  const t = useTranslations('ui')
  return (
    <div className={cx('relative w-full md:w-64', className)}>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-soft">
        {loading === true ? <Spinner /> : <Search aria-hidden className="size-4" />}
      </span>
      <input
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        {...rest}
        type="text"
        role={rest.role ?? 'searchbox'}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event)
          if (event.key !== 'Escape' || event.defaultPrevented) return
          if (value === '') event.currentTarget.blur()
          else onChange('')
        }}
        className="control w-full pr-9 pl-8.5 text-ellipsis"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={t('clearSearch')}
          onClick={(event) => {
            onChange('')
            event.currentTarget.parentElement?.querySelector('input')?.focus()
          }}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-control text-soft hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
      {value === '' && keys !== undefined && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2 hidden items-center md:flex"
        >
          <Kbd keys={keys} />
        </span>
      )}
    </div>
  )
}
