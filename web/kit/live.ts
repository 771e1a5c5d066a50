// Asking again while something is under way. Stops by itself when nothing is pending, and while the tab is hidden.

/** Given the last answer: milliseconds until the next question, or false. */
export type Live<Answer> = (answer: Answer | undefined) => number | false

/**
 * `useEndpoint(job, input, { live: live(1_500, (job) => job.state === 'running') })`. With `idleMs` it keeps asking
 * slowly when nothing is pending.
 */
export function live<Answer>(
  everyMs: number,
  pending: (answer: Answer) => boolean,
  idleMs?: number,
): Live<Answer> {
  return (answer) => {
    if (answer !== undefined && pending(answer)) return everyMs
    return idleMs ?? false
  }
}
