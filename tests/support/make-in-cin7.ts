/** Somebody else's program makes a record in the simulated Cin7 Omni, past Purvey, with which it shares the limits on calls. */
import { pause } from '../../src/core/clock.ts'

export interface Cin7Account {
  readonly url: string
  readonly username: string
  readonly key: string
}

/** Returns the id of what was made. */
export async function makeInCin7(
  { url, username, key }: Cin7Account,
  resource: 'Contacts' | 'SalesOrders',
  record: Record<string, unknown>,
): Promise<number> {
  const send = () =>
    fetch(`${url}/v1/${resource}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${key}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify([record]),
    })
  let answer = await send()
  while (answer.status === 429) {
    await pause(1_000)
    answer = await send()
  }
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Cin7 did not make it: ${answer.status} ${text}`)
  const [made] = JSON.parse(text) as { success: boolean; id: number }[]
  if (!made?.success) throw new Error(`Cin7 did not make it: ${text}`)
  return made.id
}
