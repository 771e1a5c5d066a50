/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events --
   the results follow the combobox pattern: the field keeps the focus and the keys */
// Search everything: `/` comes here, results open below in groups, arrows and Enter go to one. The page that wires it
// does the searching.
import { Search } from 'lucide-react'
import { Fragment, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '../ui/cx.ts'
import { SearchField } from '../ui/search-field.tsx'
import { useShortcut } from '../ui/shortcuts.ts'

export type SearchResult = { id: string; title: string; note?: ReactNode; mark?: ReactNode; to: string }
export type SearchGroup = { name: string; results: readonly SearchResult[] }

export type GlobalSearchProps = {
  /** What to search for, as typed (trimmed); empty when the box is emptied. Debounce the asking, not this. */
  query: string
  onQuery: (query: string) => void
  groups: readonly SearchGroup[]
  loading: boolean
  onOpen: (result: SearchResult) => void
}

export function GlobalSearch(props: GlobalSearchProps) {
  const t = useTranslations('shell')
  const { query, groups, loading } = props
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLElement>(null)
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  // Enter was pressed before the answer for what is typed came: it means the first of that answer.
  const isEntered = useRef(false)
  const results = groups.flatMap((group) => group.results)
  const current = results[Math.min(at, results.length - 1)]
  const showing = open && query.trim() !== ''

  useShortcut('/', t('searchKey'), t('searchGroup'), () => input.current?.focus())

  useEffect(() => {
    if (!open) return
    const leave = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false)
    }
    document.addEventListener('pointerdown', leave)
    return () => document.removeEventListener('pointerdown', leave)
  }, [open])

  function choose(result: SearchResult): void {
    setOpen(false)
    props.onQuery('')
    input.current?.blur()
    props.onOpen(result)
  }

  const onAnswer = useEffectEvent(() => {
    const [first] = results
    if (isEntered.current && showing && first !== undefined) choose(first)
    isEntered.current = false
  })
  useEffect(() => {
    if (!loading) onAnswer()
  }, [loading])

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (!showing) return
    if (event.key === 'Enter' && loading && at === 0 && !event.nativeEvent.isComposing) {
      event.preventDefault()
      isEntered.current = true
      return
    }
    if (results.length === 0) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => (Math.min(now, results.length - 1) + step + results.length) % results.length)
    } else if (event.key === 'Enter' && current !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault()
      choose(current)
    }
  }

  return (
    <search
      ref={box}
      className="relative w-full max-w-md"
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget))
          setOpen(false)
      }}
    >
      <SearchField
        ref={input}
        label={t('searchEverything')}
        value={query}
        keys="/"
        className="md:w-full"
        loading={loading && showing}
        role="combobox"
        aria-expanded={showing}
        aria-controls={showing ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={showing && current !== undefined ? `${listId}-${current.id}` : undefined}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
        onChange={(next) => {
          setAt(0)
          isEntered.current = false
          setOpen(true)
          props.onQuery(next)
        }}
      />
      <output className="sr-only">
        {showing && !loading && t('searchResults', { count: results.length })}
      </output>
      {showing && (results.length > 0 || !loading) && (
        <div className="floating absolute inset-x-0 top-full z-40 mt-1.5 max-h-[70dvh] overflow-y-auto p-1 max-md:fixed max-md:inset-x-3 max-md:top-(--bar)">
          {results.length === 0 && (
            <p className="flex items-center gap-2 px-2.5 py-2 text-soft">
              <Search aria-hidden className="size-4" />
              {t('searchNone', { query })}
            </p>
          )}
          <ul id={listId} role="listbox" aria-label={t('searchEverything')}>
            {groups.map((group) => (
              <Fragment key={group.name}>
                {group.results.length > 0 && (
                  <li role="presentation" className="px-2.5 pt-2 pb-1 text-small text-soft">
                    {group.name}
                  </li>
                )}
                {group.results.map((result) => (
                  <li
                    key={result.id}
                    id={`${listId}-${result.id}`}
                    role="option"
                    aria-selected={result === current}
                    onPointerMove={() => setAt(results.indexOf(result))}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => choose(result)}
                    className={cx('option-row cursor-pointer', result === current && 'bg-accent-wash')}
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block truncate">{result.title}</span>
                      {result.note !== undefined && (
                        <span className="block truncate text-small text-soft">{result.note}</span>
                      )}
                    </span>
                    {result.mark}
                  </li>
                ))}
              </Fragment>
            ))}
          </ul>
        </div>
      )}
    </search>
  )
}
