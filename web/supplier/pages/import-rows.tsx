// The rows of an import by what would happen to them, and the choosing: single rows, all of a tab, or linking to one of
// ours that looks the same. What is chosen is kept by the server, so it survives leaving the page.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { importTab, listImportRows } from '../../../src/contract/imports.ts'
import type { ImportTab, ImportView } from '../../../src/contract/imports.ts'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpointPages, useInvalidate } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useLater } from '../use-later.ts'
import { importColumns } from './import-columns.tsx'
import type { ImportKind } from './import-watch.ts'
import { useImportChoice } from './use-import-choice.ts'

export function ImportRows(props: { kind: ImportKind; current: ImportView }) {
  const t = useTranslations('imports')
  const { kind, current } = props
  const search = useSearch({
    from: kind === 'customers' ? '/desk/import/customers' : '/desk/import/products',
  })
  const navigate = useNavigate()
  const tab: ImportTab = importTab.options.find((one) => one === search.tab) ?? firstTab(current)
  const query = search.q ?? ''
  const go = (next: { tab: ImportTab; q: string }, replace: boolean) =>
    void navigate({
      to: kind === 'customers' ? '/import/customers' : '/import/products',
      search: { tab: next.tab, ...(next.q === '' ? {} : { q: next.q }) },
      replace,
      resetScroll: false,
    })
  const [typed, setTyped] = useLater(query, (q) => go({ tab, q }, true))
  const found = query === '' ? {} : { search: query.slice(0, 200) }
  const list = useEndpointPages(
    listImportRows,
    { params: { importId: current.importId }, query: { tab, limit: 100, ...found } },
    { keep: true },
  )
  const { choose, busy } = useImportChoice(kind, current.importId)

  // While rows come in or are applied, those in sight follow; the counts say when there is something new.
  const invalidate = useInvalidate()
  const moved = current.state === 'reading' ? current.counts[tab] : current.rowsApplied
  useEffect(() => {
    if (moved > 0) void invalidate([listImportRows.name])
  }, [moved, invalidate])

  const ready = current.state === 'ready'
  const choosing = ready && (tab === 'new' || tab === 'changed')
  const ended = current.endedAt === null ? null : current.state === 'done' ? 'done' : 'stopped'
  const columns = useMemo(
    () =>
      importColumns({
        t,
        kind,
        choosing,
        ended,
        onChoose: (rowNo, choice) => choose({ rowNos: [rowNo], choice }),
      }),
    [t, kind, choosing, ended, choose],
  )
  const selected = useMemo(
    () => new Set(list.rows.filter((row) => row.choice !== 'none').map((row) => String(row.rowNo))),
    [list.rows],
  )
  const none = {
    new: t('noneNew'),
    changed: t('noneChanged'),
    linked: t('noneLinked'),
    unusable: t('noneUnusable'),
  }

  function change(next: ReadonlySet<string>): void {
    const rowNos = (from: ReadonlySet<string>, without: ReadonlySet<string>) =>
      [...from].filter((key) => !without.has(key)).map(Number)
    const added = rowNos(next, selected)
    const removed = rowNos(selected, next)
    if (added.length > 0) choose({ rowNos: added, choice: 'apply' })
    if (removed.length > 0) choose({ rowNos: removed, choice: 'none' })
  }

  return (
    <Tabs<ImportTab>
      label={t('tabs')}
      value={tab}
      onChange={(next) => go({ tab: next, q: query }, false)}
      tabs={importTab.options.map((value) => ({
        value,
        label: t(value),
        count: current.counts[value],
        tone: value === 'unusable' ? 'amber' : undefined,
      }))}
      aside={<SearchField label={t('search')} value={typed} onChange={setTyped} />}
    >
      {choosing && current.counts[tab] > 0 && (
        <div className="flex flex-wrap items-center gap-2 py-2.5">
          <Button size="small" busy={busy} onClick={() => choose({ tab, ...found, choice: 'apply' })}>
            {query === '' ? t('chooseAll', { count: current.counts[tab] }) : t('chooseFound')}
          </Button>
          <Button size="small" busy={busy} onClick={() => choose({ tab, ...found, choice: 'none' })}>
            {t('chooseNone')}
          </Button>
          <output className="text-soft">{t('chosen', { count: current.counts.chosen })}</output>
        </div>
      )}
      {list.isError && list.rows.length === 0 ? (
        <LoadProblem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Table
          label={t('list')}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => String(row.rowNo)}
          rowName={(row) => t('rowName', { name: row.name })}
          selection={choosing ? { selected, onChange: change } : undefined}
          loadingRows={list.isPending ? 10 : undefined}
          empty={
            <EmptyState
              compact
              title={
                query !== ''
                  ? t('noneFound', { query })
                  : current.state === 'reading'
                    ? t('noneYet')
                    : none[tab]
              }
            />
          }
        />
      )}
      {list.rows.length > 0 && (
        <Pager
          shown={list.rows.length}
          total={query === '' ? Math.max(current.counts[tab], list.rows.length) : undefined}
          hasMore={list.hasMore}
          loading={list.isFetchingNextPage}
          onMore={list.more}
        />
      )}
    </Tabs>
  )
}

/** The first tab that has something to do. */
function firstTab(current: ImportView): ImportTab {
  return importTab.options.find((tab) => current.counts[tab] > 0) ?? 'new'
}
