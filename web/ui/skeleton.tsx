// Grey shapes in the place of what is loading, so that the page does not jump. Use the real layout's sizes.
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'

/** One shape; give it a size with classes, such as `h-5 w-40`. */
export function Skeleton(props: { className?: string | undefined }) {
  return (
    <span aria-hidden className={cx('block animate-pulse rounded-small bg-grey-wash', props.className)} />
  )
}

/** Several lines of text, the last one shorter. */
export function SkeletonLines(props: { lines?: number | undefined }) {
  const t = useTranslations('ui')
  const count = props.lines ?? 3
  return (
    <output aria-label={t('loading')} className="flex flex-col gap-2.5 py-1">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton
          key={index}
          className={cx('h-4', index === count - 1 ? 'w-2/5' : index % 2 === 0 ? 'w-11/12' : 'w-4/5')}
        />
      ))}
    </output>
  )
}
