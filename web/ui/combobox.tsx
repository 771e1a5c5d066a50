// Find one of many by typing. The caller searches (on a server or in memory) and passes what it found; the box never
// filters by itself when `onQuery` is given.
import { Combobox as Base } from '@base-ui/react/combobox'
import { ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode, Ref } from 'react'
import { useTranslations } from 'use-intl'
import { Field } from './field.tsx'
import type { FieldProps } from './field.tsx'
import { Spinner } from './spinner.tsx'

export type ComboboxProps<Item> = FieldProps & {
  value: Item | null
  onChange: (item: Item | null) => void
  items: readonly Item[]
  itemKey: (item: Item) => string
  itemLabel: (item: Item) => string
  /** How an item looks in the list; its label alone by default. */
  renderItem?: ((item: Item) => ReactNode) | undefined
  /** Called as the person types; answer with new `items`. Without it the items are filtered here by label. */
  onQuery?: ((query: string) => void) | undefined
  loading?: boolean | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  /** No cross to empty it. */
  required?: boolean | undefined
  /** After choosing, the box empties: for "add a line" rows. */
  clearOnChoose?: boolean | undefined
  inputRef?: Ref<HTMLInputElement>
}

export function Combobox<Item>(props: ComboboxProps<Item>) {
  const {
    value,
    onChange,
    items,
    itemKey,
    itemLabel,
    renderItem,
    onQuery,
    loading,
    placeholder,
    disabled,
    required,
  } = props
  const { clearOnChoose, inputRef, ...field } = props
  const t = useTranslations('ui')
  const [typed, setTyped] = useState(value === null ? '' : itemLabel(value))
  const [query, setQuery] = useState('')
  // While the search is under way these are of an earlier query, and Enter takes the first: it must be one that was meant.
  const shown =
    loading === true && onQuery !== undefined && query.trim() !== ''
      ? items.filter((item) => hasWords(itemLabel(item), query))
      : items

  return (
    <Field {...field}>
      {(ids) => (
        <Base.Root<Item>
          items={shown}
          {...(onQuery === undefined ? {} : { filter: null })}
          {...(clearOnChoose === true ? { inputValue: typed } : {})}
          value={value}
          onValueChange={(next) => {
            onChange(next)
            if (clearOnChoose !== true) return
            setTyped('')
            setQuery('')
            onQuery?.('')
          }}
          onInputValueChange={(next, details) => {
            if (clearOnChoose !== true || details.reason !== 'item-press') setTyped(next)
            if (details.reason !== 'input-change' && details.reason !== 'input-clear') return
            setQuery(next)
            onQuery?.(next)
          }}
          itemToStringLabel={itemLabel}
          isItemEqualToValue={(left, right) => itemKey(left) === itemKey(right)}
          disabled={disabled ?? false}
          autoHighlight
        >
          <Base.InputGroup className="control flex items-center pr-1">
            <Base.Input
              id={ids.id}
              ref={inputRef}
              data-field={field.name}
              aria-invalid={ids.invalid}
              aria-describedby={ids.describedBy}
              aria-required={required}
              placeholder={placeholder ?? t('typeToSearch')}
              className="h-full min-w-0 flex-1 bg-transparent px-2.5 outline-none"
            />
            {loading === true && <Spinner className="mx-1.5 text-soft" />}
            {value !== null && required !== true && (
              <Base.Clear
                aria-label={t('clear')}
                className="flex size-6 items-center justify-center rounded-small text-soft hover:text-ink"
              >
                <X aria-hidden className="size-4" />
              </Base.Clear>
            )}
            <Base.Trigger
              aria-label={field.label}
              className="flex size-6 items-center justify-center rounded-small text-soft hover:text-ink"
            >
              <ChevronDown aria-hidden className="size-4" />
            </Base.Trigger>
          </Base.InputGroup>
          <Base.Portal>
            <Base.Positioner sideOffset={4} align="start" className="z-50">
              <Base.Popup
                aria-busy={loading}
                className="floating max-h-[min(22rem,var(--available-height))] min-w-(--anchor-width) max-w-[min(36rem,var(--available-width))] overflow-y-auto overscroll-contain p-1"
              >
                <Base.Status className="px-2.5 text-soft">
                  {loading === true && shown.length === 0 && (
                    <span className="block py-1.5">{t('loading')}</span>
                  )}
                </Base.Status>
                {loading !== true && (
                  <Base.Empty className="px-2.5 text-soft">
                    <span className="block py-1.5">
                      {query === '' ? t('typeToSearch') : t('noneFound', { query })}
                    </span>
                  </Base.Empty>
                )}
                <Base.List>
                  {(item: Item) => (
                    <Base.Item key={itemKey(item)} value={item} className="option-row">
                      <span className="min-w-0 flex-1">{renderItem?.(item) ?? itemLabel(item)}</span>
                    </Base.Item>
                  )}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  )
}

function hasWords(label: string, query: string): boolean {
  const text = label.toLocaleLowerCase()
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
