// The end of a list that comes in pages: how many are shown, and a button for more.
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'

/** `total` is left out where the server doesn't count. */
export function Pager(props: {
  shown: number
  total?: number | undefined
  hasMore: boolean
  loading: boolean
  onMore: () => void
}) {
  const t = useTranslations('ui')
  return (
    <div className="flex flex-wrap items-center gap-3 py-3">
      {props.hasMore && (
        <Button busy={props.loading} onClick={props.onMore}>
          {t('loadMore')}
        </Button>
      )}
      <output className="text-soft">
        {props.total === undefined
          ? t('shown', { shown: props.shown })
          : t('shownOf', { shown: props.shown, total: props.total })}
      </output>
    </div>
  )
}
