// The title in the browser's tab: the page's own words first, so that tabs can be told apart.
import { useEffect } from 'react'

export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return
    document.title = `${title} · Purvey`
    return () => {
      document.title = 'Purvey'
    }
  }, [title])
}
