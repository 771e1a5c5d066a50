// What went wrong with a call, in words a person can act on.
import { useTranslations } from 'use-intl'
import { ErrorState } from '../ui/empty-state.tsx'
import { ApiProblem, Offline, UnreadableAnswer } from './api.ts'

type Words = { title: string; detail: string | undefined }

/** `wordsOf(error)` gives the title and sentence for any error a call may throw. */
export function useProblemWords(): (error: unknown) => Words {
  const t = useTranslations('kit')
  return (error) => {
    if (error instanceof Offline) return { title: t('offlineTitle'), detail: t('offline') }
    if (error instanceof ApiProblem) {
      const title = error.title === '' ? t('loadFailed') : error.title
      return { title, detail: error.detail === title ? undefined : error.detail }
    }
    const detail = error instanceof Error ? error.message : String(error)
    if (error instanceof UnreadableAnswer)
      return { title: t('loadFailed'), detail: t('unreadable', { detail }) }
    return { title: t('loadFailed'), detail }
  }
}

/** Whether an address names something that is not there: no use in trying again. */
export function isUnknown(error: unknown): boolean {
  return error instanceof ApiProblem && ['not-found', 'invalid-request'].includes(error.code)
}

/** The error state of a page or section whose data did not come. */
export function LoadProblem(props: { error: unknown; onRetry: () => void; compact?: boolean | undefined }) {
  const words = useProblemWords()(props.error)
  return (
    <ErrorState title={words.title} onRetry={props.onRetry} compact={props.compact}>
      {words.detail}
    </ErrorState>
  )
}
