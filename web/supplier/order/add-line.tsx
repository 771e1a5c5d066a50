/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events --
   the results follow the combobox pattern: the field keeps the focus and the keys */
// The last row of the grid: type or scan, Enter adds, and the field is ready for the next. A scanner may be faster than
// the search, so an entry that is finished before its answer came is looked up by itself and never lost.
import { Plus } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { listProducts } from '../../../src/contract/products.ts'
import type { ProductRow } from '../../../src/contract/products.ts'
import { call } from '../../kit/api.ts'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { cx } from '../../ui/cx.ts'
import { Money } from '../../ui/money.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { Thumb } from './line-cells.tsx'
import { meant, readEntry } from './find-product.ts'

const foundAtMost = 8
const settleMs = 120

type Said = { readonly words: string; readonly bad: boolean }

export function AddLine(props: {
  field: RefObject<HTMLInputElement | null>
  currency: string
  /** Adds the product, and answers what came of it in words; `bad` when it could not. */
  onAdd: (product: ProductRow, quantity: string) => Said
  onUp: () => void
  /** The order has as many lines as it may: only what is on it already can be added. */
  full: boolean
}) {
  const t = useTranslations('order')
  const { field, onAdd, currency } = props
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(0)
  const [said, setSaid] = useState<Said | null>(null)
  const entry = readEntry(typed)

  useEffect(() => {
    const timer = setTimeout(() => setAsked(entry.text), settleMs)
    return () => clearTimeout(timer)
  }, [entry.text])
  const search = useEndpoint(
    listProducts,
    asked === '' ? null : { query: { search: asked, limit: foundAtMost } },
    { keep: true },
  )
  const found = asked === '' || entry.text === '' ? [] : (search.data?.items ?? [])
  const isFresh = asked === entry.text && search.data !== undefined && !search.isPlaceholderData
  const current = found[Math.min(at, found.length - 1)]
  const showing = open && entry.text !== ''

  useShortcut('+', t('addKey'), t('group'), () => field.current?.focus())

  function add(product: ProductRow, quantity: string): void {
    setSaid(onAdd(product, quantity))
  }

  function empty(): void {
    setTyped('')
    setAsked('')
    setAt(0)
    setOpen(false)
  }

  /** Into the field again, unless the next entry is being typed there already. */
  function putBack(finished: string): boolean {
    if (field.current?.value !== '') return false
    setTyped(finished)
    return true
  }

  async function lookUp(finished: string): Promise<void> {
    const { text, quantity } = readEntry(finished)
    setPending((now) => now + 1)
    try {
      const answer = await call(listProducts, { query: { search: text, limit: foundAtMost } })
      const product = meant(text, answer.items)
      if (product !== undefined) add(product, quantity)
      else if (putBack(finished)) {
        setOpen(true)
        if (answer.items.length === 0) setSaid({ words: t('addNone', { query: text }), bad: true })
      } else toast.problem(t(answer.items.length === 0 ? 'addNone' : 'addUnclear', { query: text }))
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (putBack(finished)) setSaid({ words, bad: true })
      else toast.problem(words, { detail: t('addLost', { query: text }) })
    } finally {
      setPending((now) => now - 1)
    }
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!showing || found.length === 0) {
        if (event.key === 'ArrowUp') props.onUp()
        return
      }
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => (Math.min(now, found.length - 1) + step + found.length) % found.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (entry.text === '') return
      const chosen = isFresh ? (at === 0 ? (meant(entry.text, found) ?? current) : current) : undefined
      if (chosen !== undefined) add(chosen, entry.quantity)
      else void lookUp(typed)
      empty()
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault()
      empty()
    }
  }

  return (
    <div className="relative border-b border-line py-2">
      <div className="relative">
        <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-soft">
          {pending > 0 || (showing && search.isFetching) ? (
            <Spinner />
          ) : (
            <Plus aria-hidden className="size-4" />
          )}
        </span>
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={t('addLine')}
          aria-busy={pending > 0}
          aria-expanded={showing && found.length > 0}
          aria-controls={showing && found.length > 0 ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={
            showing && current !== undefined ? `${listId}-${current.productId}` : undefined
          }
          autoComplete="off"
          spellCheck={false}
          placeholder={t('addPlaceholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
            setOpen(true)
            setSaid(null)
          }}
          onKeyDown={press}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          className="control w-full pr-2.5 pl-8.5"
        />
        {showing && (found.length > 0 || isFresh) && (
          <div className="floating absolute inset-x-0 top-full z-20 mt-1 p-1">
            {found.length === 0 && (
              <p className="px-2.5 py-1.5 text-soft">{t('addNone', { query: entry.text })}</p>
            )}
            {found.length > 0 && (
              <ul
                id={listId}
                role="listbox"
                aria-label={t('addLine')}
                className="max-h-88 overflow-y-auto overscroll-contain"
              >
                {found.map((product, index) => (
                  <Found
                    key={product.productId}
                    id={`${listId}-${product.productId}`}
                    product={product}
                    currency={currency}
                    active={product === current}
                    onPoint={() => setAt(index)}
                    onChoose={() => {
                      add(product, entry.quantity)
                      empty()
                    }}
                  />
                ))}
              </ul>
            )}
          </div>
        )}
      </div>
      <output
        className={cx('mt-1 block min-h-4.5 text-small', said?.bad === true ? 'text-red-text' : 'text-soft')}
      >
        {said?.words ?? (props.full ? t('fullOrder') : '')}
      </output>
    </div>
  )
}

function Found(props: {
  id: string
  product: ProductRow
  currency: string
  active: boolean
  onPoint: () => void
  onChoose: () => void
}) {
  const t = useTranslations('order')
  const { product } = props
  return (
    <li
      id={props.id}
      role="option"
      aria-selected={props.active}
      onPointerMove={props.onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
      className={cx('option-row cursor-pointer', props.active && 'bg-accent-wash')}
    >
      <Thumb image={product.image?.small ?? null} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{product.name}</span>
        <span className="block truncate text-small text-soft">
          <span className="font-mono">{product.code}</span>
          {product.unit !== null && product.unit !== '' && <> · {product.unit}</>}
        </span>
      </span>
      {product.basePrice === null ? (
        <span className="text-small text-amber-text">{t('noPriceYet')}</span>
      ) : (
        <Money amount={product.basePrice} currency={props.currency} />
      )}
    </li>
  )
}
