/** The operator's way out for somebody who forgot their password. The new one is read from standard input, so that no list of processes shows it. */
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import type { Configuration } from './configuration.ts'
import { openLog } from './core/log.ts'
import { isRefusal } from './core/refusal.ts'
import { setPassword } from './identity/set-password.ts'
import { prepareDatabase } from './product.ts'

/** 0 when the password was changed, 1 when it was not. */
export async function setPasswordCommand(configuration: Configuration, args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const [email] = positionals
  if (email === undefined || positionals.length > 1) {
    process.stderr.write('Say whose: purvey set-password person@business.example\n')
    return 2
  }
  const password = await askPassword(email)
  const open = await prepareDatabase(configuration, openLog('purvey'))
  try {
    const done = await setPassword(open.db, { email, password })
    if (isRefusal(done)) {
      process.stderr.write(`${done.sentence} Nothing was changed.\n`)
      return 1
    }
    process.stdout.write(
      `${email} can sign in with the new password. Sessions that were ended: ${done.sessionsEnded}.\n`,
    )
    return 0
  } finally {
    await open.close()
  }
}

/** The first line of standard input; whoever sits at a terminal is asked for it. */
async function askPassword(email: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin })
  if (process.stdin.isTTY) process.stdout.write(`New password for ${email} (it shows while you type): `)
  try {
    for await (const line of terminal) return line
    return ''
  } finally {
    terminal.close()
  }
}
