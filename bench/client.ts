/** A signed-in client of the running product that sends plain requests and looks at nothing but the status. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'undici'

const agent = new Agent({ connections: 32 })

export type Send = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>

export function plainClient(url: string, cookie = ''): Send {
  return async (method, path, body) => {
    const answer = await request(`${url}${path}`, {
      method,
      dispatcher: agent,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' || cookie === '' ? {} : { 'idempotency-key': randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const json: unknown = await answer.body.json()
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path} was answered ${answer.statusCode}: ${JSON.stringify(json)}`)
    return json
  }
}

export async function signedIn(url: string, who: { email: string; password: string }): Promise<Send> {
  const answer = await request(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  })
  await answer.body.dump()
  const cookies = [answer.headers['set-cookie'] ?? []].flat().map((one) => one.split(';')[0])
  if (answer.statusCode !== 200) throw new Error(`Signing in was answered ${answer.statusCode}.`)
  return plainClient(url, cookies.join('; '))
}
