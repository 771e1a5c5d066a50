// Turns the contract's `allowed` into a button's reason.

/** `disabledReason={whyNot(order.can.approve)}`; nothing when it is allowed. */
export function whyNot(allowed: { allowed: boolean; why?: string | undefined }): string | null {
  return allowed.allowed ? null : (allowed.why ?? '')
}
