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

export interface ErpDoor {
  /** The operator's setting. */
  readonly address: string
  readonly limits: { readonly perSecond: number; readonly perMinute: number; readonly perDay: number }
  /**
   * Opens the supplier's live connection for one purpose. A failure of kind `misconfigured` when there is none, when it needs
   * attention or is paused (`paused` may be overridden for reads that a person asked for).
   */
  open(
    supplierId: SupplierId,
    purpose: CallPurpose,
    options?: { readonly signal?: AbortSignal; readonly evenIfPaused?: boolean },
  ): Promise<{ readonly ok: true; readonly value: OpenErp } | ErpFailure>
  /** The adapter without a connection, for pure work such as previews. */
  adapter(name: string): Erp
  /** An ERP context for credentials that are not stored yet; its calls count in the budget of `connectionId` if given. */
  tryCredentials(
    supplierId: SupplierId,
    credentials: { readonly username: string; readonly key: string; readonly connectionId?: string },
    signal?: AbortSignal,
  ): OpenErp
  /**
   * What a failed call means for the connection: misconfigured turns it to `needs-attention`, unreachable sets its back-off,
   * busy closes the budget for as long as told; a success clears back-off.
   */
  report(supplierId: SupplierId, connectionId: string, outcome: ErpFailure | 'ok'): Promise<void>
}
