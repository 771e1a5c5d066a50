// What shows when the app cannot find out who is signed in: Purvey is not reachable, or answers with an error. Trying
// again goes on to the page that was wanted.
import { useRouter } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { LoadProblem } from '../../kit/problem.tsx'

export function CannotStart(props: ErrorComponentProps) {
  const router = useRouter()
  return (
    <main className="min-h-dvh px-5">
      <h1 className="sr-only">Purvey</h1>
      <LoadProblem
        error={props.error}
        onRetry={() => {
          props.reset()
          void router.invalidate()
        }}
      />
    </main>
  )
}
