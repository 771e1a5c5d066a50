// Small ways to build page elements and to talk to the control API. Text always goes in as text, never as markup.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (value === true) element.setAttribute(key, '')
    else if (value !== false && value !== undefined && value !== null)
      element.setAttribute(key, String(value))
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  )
  return element
}

export async function call(path, method = 'GET', body) {
  const response = await fetch(`/_control/${path}`, {
    method,
    headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? `The simulator answered ${response.status}.`)
  return answer
}

let sayTimer

export function say(text) {
  const place = document.querySelector('#say')
  place.textContent = text
  clearTimeout(sayTimer)
  sayTimer = setTimeout(() => {
    place.textContent = ''
  }, 5000)
}

/** Runs an action of a button and says how it went. */
export async function attempt(action, done) {
  try {
    await action()
    if (done) say(done)
  } catch (error) {
    say(error.message)
  }
}

export const money = (value, currency = '') =>
  `${Number(value).toLocaleString('en-NZ', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}${currency ? ` ${currency}` : ''}`

export function when(text) {
  if (!text) return ''
  return new Date(text).toLocaleString('en-NZ', {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
}

/** A calendar day that Omni stores as midnight UTC. */
export const day = (text) =>
  text
    ? new Date(text).toLocaleDateString('en-NZ', {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      })
    : ''
