// The cache of what the server said: when to ask again, what to do when nobody is signed in any more.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, Offline } from './api.ts'

/** `onSignedOut` is called for any answer `not-signed-in`. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiProblem && error.code === 'not-signed-in') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Whether this server can be reached has little to do with what the browser thinks of the internet.
        networkMode: 'always',
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 2 && (error instanceof Offline || (error instanceof ApiProblem && error.status >= 502)),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
