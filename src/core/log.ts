/** Structured logs. Secrets never reach them: the redaction paths below are the second net, not the first. */
import { type Logger, pino } from 'pino'

export type Log = Logger

/** A JSON-lines logger on standard error; level from `PURVEY_LOG_LEVEL` (default `info`). */
export function openLog(name: string, level: string = process.env['PURVEY_LOG_LEVEL'] ?? 'info'): Log {
  return pino(
    {
      name,
      level,
      redact: {
        paths: [
          'password',
          'key',
          'secret',
          'authorization',
          'cookie',
          '*.password',
          '*.key',
          '*.secret',
          '*.authorization',
          '*.cookie',
          '*.headers.authorization',
          '*.headers.cookie',
        ],
        censor: '[removed]',
      },
    },
    pino.destination({ fd: 2, sync: false }),
  )
}
