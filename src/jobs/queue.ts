/**
 * The job engine as the rest of the product sees it: names, payloads, and a way to enqueue inside a business transaction.
 * A job is only a nudge; the rows of the business say what there is to do, and a sweep finds rows whose job was lost.
 */
import type { Tx } from '../db/transact.ts'

export interface JobPayloads {
  /** Send what waits on a connection. Key: the connection. */
  'drain-pushes': { readonly supplierId: string; readonly connectionId: string }
  /**
   * Ask the ERP for changed sales orders; enqueues its own next run. Key: the connection. `dueAt` marks that next run: it is
   * left out once another run has set a later one, so that nudges never make a second chain of polls.
   */
  'poll-dispatches': {
    readonly supplierId: string
    readonly connectionId: string
    readonly dueAt?: string
  }
  /** Read all pages of an import, from where it stopped. Key: the import. */
  'read-import': { readonly supplierId: string; readonly importId: string }
  /** Apply the chosen rows of an import, from where it stopped. Key: the import. */
  'apply-import': { readonly supplierId: string; readonly importId: string }
  /** Fetch the product images that wait. Key: the supplier. */
  'fetch-images': { readonly supplierId: string }
  /** Find work whose job was lost, prune old rows. Key: none. */
  sweep: Record<string, never>
}

export type JobName = keyof JobPayloads

export interface JobQueue {
  /**
   * Enqueues in the given transaction: the job exists exactly if the transaction commits. Several with the same name and
   * key that wait at once are one job.
   */
  enqueue<N extends JobName>(
    tx: Tx,
    name: N,
    payload: JobPayloads[N],
    options?: { readonly startAfter?: Date },
  ): Promise<void>
}

/** What a handler of a job is given. `signal` aborts at a graceful stop: leave soon, the job will come again. */
export type JobHandler<N extends JobName> = (payload: JobPayloads[N], signal: AbortSignal) => Promise<void>
export type JobHandlers = { readonly [N in JobName]: JobHandler<N> }
