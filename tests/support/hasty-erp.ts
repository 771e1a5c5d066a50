/**
 * The real Cin7 adapter with short deadlines, few orders in a call and no limits on calls, so that a test of time-outs, outages
 * and full calls takes seconds.
 */
import { makeCin7Omni } from '../../src/erp/cin7-omni/adapter.ts'
import { defaultOmniSettings } from '../../src/erp/cin7-omni/settings.ts'
import type { Erp } from '../../src/erp/port.ts'

/** The longest that a call may take: not so short that a busy machine alone makes it fail. */
export const HASTY_MS = 2_500

/** How many sales orders go into one call. */
export const HASTY_BATCH = 10

const hasty: Erp = {
  ...makeCin7Omni({
    ...defaultOmniSettings,
    maxBatch: HASTY_BATCH,
    headersTimeoutMs: HASTY_MS,
    bodyTimeoutMs: HASTY_MS,
    totalTimeoutMs: HASTY_MS,
    readRetryWaitsMs: [20, 50],
    rateLimitedWaitMs: 100,
  }),
  limits: { perSecond: 10_000, perMinute: 100_000, perDay: 1_000_000 },
}

export const hastyErp = (): Erp => hasty
