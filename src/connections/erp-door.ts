/**
 * The door through which the rest of the product reaches a supplier's ERP: the connection's row, its decrypted key and the
 * shared call budget put together. The composition root hands in which adapter stands behind it.
 */
import type { SupplierId } from '../core/ids.ts'
import type { CallPurpose, Erp, ErpContext, ErpFailure } from '../erp/port.ts'

export interface OpenErp {
  readonly erp: Erp
  readonly context: ErpContext
  readonly connectionId: string
}

/** One HTTP call as it was made; secrets removed, bodies cut. */
export interface CallMade {
  readonly at: Date
  readonly purpose: CallPurpose
  readonly method: string
  readonly path: string
  readonly status: number | undefined
  readonly outcome: string
  readonly durationMs: number
  readonly request: string | undefined
  readonly response: string | undefined
}

/** An ERP opened with credentials that are not stored yet. */
export interface TriedErp extends Omit<OpenErp, 'connectionId'> {
  /** The calls so far, to be stored with the connection once there is one; empty when it exists already. */
  callsMade(): readonly CallMade[]
  /** The key as it is stored, for a connection of that id. */
  sealKey(connectionId: string): string
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined
  /** For reads that a person asked for: a pause and a back-off do not stand in the way. */
  readonly evenIfPaused?: boolean | undefined
  /** For checking whether a connection that needs attention works again. */
  readonly evenIfBroken?: boolean | undefined
}

export interface ErpDoor {
  /** The operator's setting. */
  readonly address: string
  readonly limits: { readonly perSecond: number; readonly perMinute: number; readonly perDay: number }
  /**
   * Opens the supplier's live connection for one purpose. A failure of kind `misconfigured` when there is none
   * (`not-connected`), when it needs attention (`needs-attention`) or is paused (`paused`); of kind `unreachable`
   * (`backing-off`, with `waitMs`) until a back-off is over. None of these is worth reporting back. Each call of the context
   * asks anew: once a person has paused or disconnected it or replaced its key, it makes none any more and says so.
   */
  open(
    supplierId: SupplierId,
    purpose: CallPurpose,
    options?: OpenOptions,
  ): Promise<{ readonly ok: true; readonly value: OpenErp } | ErpFailure>
  /** The adapter without a connection, for pure work such as previews. */
  adapter(name: string): Erp
  /** An ERP context for credentials that are not stored yet; its calls count in the budget of `connectionId` if given. */
  tryCredentials(
    supplierId: SupplierId,
    credentials: {
      readonly username: string
      readonly key: string
      readonly connectionId?: string | undefined
    },
    signal?: AbortSignal,
  ): TriedErp
  /**
   * What a failed call means for the connection: misconfigured turns it to `needs-attention`, unreachable sets its back-off,
   * busy closes the budget for as long as told; a success clears back-off. Failures that `open` or the budget gave mean nothing.
   */
  report(supplierId: SupplierId, connectionId: string, outcome: ErpFailure | 'ok'): Promise<void>
  /** Writes what is still unwritten of the record of calls. */
  flush(): Promise<void>
  /** The last flush, at a graceful stop. */
  close(): Promise<void>
}
