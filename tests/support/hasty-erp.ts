/** The real Cin7 adapter with short deadlines and no limits on calls, so that a test of time-outs and outages takes seconds. */
import { makeCin7Omni } from '../../src/erp/cin7-omni/adapter.ts'
import { defaultOmniSettings } from '../../src/erp/cin7-omni/settings.ts'
import type { Erp } from '../../src/erp/port.ts'

/** The longest that a call may take: not so short that a busy machine alone makes it fail. */
export const HASTY_MS = 2_500

/** An adapter that puts at most so many sales orders into one call. */
function hasty(maxBatch: number): Erp {
  const settings = {
    ...defaultOmniSettings,
    maxBatch,
    headersTimeoutMs: HASTY_MS,
    bodyTimeoutMs: HASTY_MS,
    totalTimeoutMs: HASTY_MS,
    readRetryWaitsMs: [20, 50],
    rateLimitedWaitMs: 100,
  }
  const limits = { perSecond: 10_000, perMinute: 100_000, perDay: 1_000_000 }
  return { ...makeCin7Omni(settings), limits }
}

/** How many sales orders fill a call in the journeys that fill calls. */
export const SMALL_BATCH = 10

const usual = hasty(defaultOmniSettings.maxBatch)
const small = hasty(SMALL_BATCH)

export const hastyErp = (): Erp => usual
export const hastyErpOfSmallCalls = (): Erp => small
