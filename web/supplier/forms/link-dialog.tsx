// Finds the Cin7 record that belongs to one of ours and links it. Searching asks Cin7 itself, so it waits until the
// typing stops.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { searchContacts } from '../../../src/contract/customers.ts'
import { searchRemoteProducts } from '../../../src/contract/products.ts'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import { useSettled } from '../use-settled.ts'

const searches = { customer: searchContacts, product: searchRemoteProducts }
const pauseMs = 450

export function LinkDialog(props: {
  kind: keyof typeof searches
  open: boolean
  onClose: () => void
  title: string
  /** What to look for first: the record's own name or code. */
  start: string
  /** The remote key that it is linked to now. */
  linkedKey: string | null
  busy: boolean
  problem: string | null
  onLink: (remoteKey: string) => void
}) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title} wide>
      <Choices {...props} />
      <div className="h-4" />
    </Dialog>
  )
}

function Choices(props: Parameters<typeof LinkDialog>[0]) {
  const t = useTranslations('record')
  const [query, setQuery] = useState(props.start)
  const settled = useSettled(query.trim(), pauseMs)
  const enough = settled.length >= 2
  const found = useEndpoint(
    searches[props.kind],
    enough ? { query: { search: settled.slice(0, 100) } } : null,
    {
      staleMs: 60_000,
    },
  )
  const loading = enough && found.isFetching
  return (
    <div className="flex flex-col gap-3">
      <SearchField
        label={t('linkSearch')}
        value={query}
        onChange={setQuery}
        onFocus={(event) => event.currentTarget.select()}
        loading={loading}
        className="md:w-full"
      />
      {props.problem !== null && <Notice tone="red">{props.problem}</Notice>}
      {!enough && <p className="text-soft">{t('linkType')}</p>}
      {enough && found.isError && (
        <LoadProblem compact error={found.error} onRetry={() => void found.refetch()} />
      )}
      {enough && found.isPending && <SkeletonLines lines={4} />}
      {enough && found.data?.items.length === 0 && (
        <p className="text-soft">{t(`linkNone.${props.kind}`, { query: settled })}</p>
      )}
      {enough && found.data !== undefined && found.data.items.length > 0 && (
        <ul>
          {found.data.items.map((one) => (
            <li
              key={one.remoteKey}
              className="flex min-h-12 items-center gap-3 border-b border-line py-1.5 last:border-0"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold">{one.name}</span>
                <span className="block truncate text-small text-soft">{one.detail}</span>
              </span>
              {one.remoteKey === props.linkedKey ? (
                <span className="text-small text-soft">{t('linkedToThis')}</span>
              ) : (
                <Button
                  size="small"
                  busy={props.busy}
                  aria-label={t('linkNamed', { name: one.name })}
                  disabledReason={one.linkedTo === null ? null : t('linkTaken', { name: one.linkedTo })}
                  onClick={() => props.onLink(one.remoteKey)}
                >
                  {t('link')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
