// The panels beside the board: faults and switches, the log of calls, and what a client needs to connect.

import { attempt, call, el } from './dom.js'

const at = (account, rest) => `${encodeURIComponent(account)}/${rest}`

function switchRow(account, name, definition, value, redraw) {
  const id = `switch-${name}`
  const change = (event) => attempt(async () => {
    await call(at(account, `switches/${name}`), 'PUT', { value: event.target.value })
    await redraw()
  }, `${name} is now ${event.target.value}.`)
  const control = definition.kind === 'choice'
    ? el('select', { id, 'aria-describedby': `${id}-why`, onchange: change }, definition.values.map((one) => el('option', { value: one, selected: one === value }, one === definition.default ? `${one} (default)` : one)))
    : el('input', { id, type: 'number', min: definition.least, max: definition.most, value, 'aria-describedby': `${id}-why`, onchange: change })
  return el('div', { class: value === definition.default ? 'row' : 'row moved' }, el('div', {}, el('label', { for: id }, el('b', {}, name)), el('p', { id: `${id}-why` }, definition.explains)), control)
}

function armForm(account, definitions, redraw) {
  const input = (label, name, extra = {}) => el('label', {}, label, el('input', { name, ...extra }))
  const kinds = Object.entries(definitions.faults)
  const why = el('p', { class: 'wide note', id: 'fault-why' })
  const moment = el('select', { name: 'when' })
  const value = el('input', { name: 'value' })
  const kind = el('select', { name: 'kind', 'aria-describedby': 'fault-why' }, kinds.map(([name]) => el('option', {}, name)))
  const explain = () => {
    const definition = definitions.faults[kind.value]
    why.textContent = definition.explains
    moment.replaceChildren(...definition.moments.map((one) => el('option', { value: one }, `${one} the change is stored`)))
    value.placeholder = definition.valueMeans ?? 'not used'
    value.disabled = !definition.valueMeans
  }
  kind.addEventListener('change', explain)
  explain()
  const form = el(
    'form',
    { class: 'edit' },
    el('label', {}, 'Fault', kind),
    el('label', {}, 'Strikes', moment),
    el('label', {}, 'Value', value),
    input('Times (empty: until cleared)', 'times', { type: 'number', min: 1, value: 1 }),
    el('label', {}, 'Method', el('select', { name: 'method' }, ['any', 'GET', 'POST', 'PUT', 'DELETE'].map((one) => el('option', {}, one)))),
    el('label', {}, 'Resource', el('select', { name: 'resource' }, ['any', ...definitions.resources].map((one) => el('option', { selected: one === 'SalesOrders' }, one)))),
    input('Only this reference', 'reference'),
    why,
    el('div', { class: 'wide' }, el('button', { type: 'submit', class: 'do' }, 'Arm this fault')),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const data = Object.fromEntries(new FormData(form))
    const fault = { kind: data.kind, when: data.when }
    if (data.times) fault.times = Number(data.times)
    for (const name of ['method', 'resource']) if (data[name] !== 'any') fault[name] = data[name]
    for (const name of ['reference', 'value']) if (data[name]) fault[name] = data[name]
    void attempt(async () => {
      await call(at(account, 'faults'), 'POST', fault)
      await redraw()
    }, `${fault.kind} is armed.`)
  })
  return form
}

function armedList(account, faults, redraw) {
  if (faults.length === 0) return el('p', { class: 'note' }, 'No fault is armed.')
  return el('ul', { class: 'armed' }, faults.map((fault) => {
    const scope = [fault.method ?? 'any method', fault.resource ?? 'any resource', fault.reference].filter(Boolean).join(', ')
    const left = fault.times === undefined ? 'until cleared' : `${fault.times - fault.struck} more`
    const disarm = () => attempt(async () => {
      await call(at(account, `faults/${fault.id}`), 'DELETE')
      await redraw()
    })
    return el('li', {}, el('span', {}, el('b', {}, fault.kind), ` ${fault.when} the change, ${scope}, ${left}${fault.value === undefined ? '' : `, value ${fault.value}`}`), el('button', { type: 'button', class: 'do plain', onclick: disarm, 'aria-label': `Disarm ${fault.kind}` }, 'Disarm'))
  }))
}

export function drawFaults(place, state, definitions, redraw) {
  const account = state.apiUsername
  const clear = () => attempt(async () => {
    await call(at(account, 'faults'), 'DELETE')
    await call(at(account, 'switches'), 'DELETE')
    await redraw()
  }, 'All faults are cleared and all switches are back.')
  place.replaceChildren(
    el('div', { class: 'sheet' }, el('div', { class: 'head' }, el('div', {}, el('h2', {}, 'Break something'), el('p', { class: 'note' }, 'A fault strikes the next matching requests of the API. Your own actions on this page are never struck.')), el('button', { type: 'button', class: 'do stop', onclick: clear }, 'Clear all faults')), armedList(account, state.faults, redraw), armForm(account, definitions, redraw)),
    el('div', { class: 'sheet' }, el('h2', {}, 'What nobody knows for sure'), el('p', { class: 'note' }, 'Each switch is a question about the real Omni, with what is known about the answer. They stay until changed back.'), el('div', { class: 'rows' }, Object.entries(definitions.switches).map(([name, definition]) => switchRow(account, name, definition, state.switches[name], redraw)))),
  )
}

export function drawCalls(place, calls, account, redraw) {
  const rows = calls.map((one) => el(
    'tr',
    {},
    el('td', { 'data-label': 'At' }, one.at.slice(11, 23)),
    el('td', { 'data-label': 'Call' }, el('code', {}, `${one.method} ${one.path}${one.query ? `?${one.query}` : ''}`)),
    el('td', { 'data-label': 'Status' }, el('span', { class: `s${String(one.status).charAt(0)}` }, one.status === 0 ? 'no answer' : String(one.status))),
    el('td', { 'data-label': 'ms', class: 'n' }, String(one.ms)),
    el('td', { 'data-label': 'Key' }, one.keyName || 'none'),
    el('td', { 'data-label': 'Fault' }, one.faults || '-'),
  ))
  const clear = () => attempt(async () => {
    await call(at(account, 'calls'), 'DELETE')
    await redraw()
  })
  place.replaceChildren(el('div', { class: 'sheet' }, el('div', { class: 'head' }, el('div', {}, el('h2', {}, 'Calls'), el('p', { class: 'note' }, `The latest ${calls.length} calls to the API, newest first.`)), el('button', { type: 'button', class: 'do plain', onclick: clear }, 'Empty the log')), rows.length === 0 ? el('p', { class: 'empty' }, 'No call has come yet. Connect a client with the username and key on the Connect panel.') : el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of calls' }, el('table', { class: 'stack' }, el('thead', {}, el('tr', {}, ['At (UTC)', 'Call', 'Status', 'ms', 'Key', 'Fault'].map((name) => el('th', { scope: 'col', class: name === 'ms' ? 'n' : undefined }, name)))), el('tbody', {}, rows)))))
}

function copyRow(label, value) {
  const copy = () => attempt(() => navigator.clipboard.writeText(value), `${label} is copied.`)
  return el('div', { class: 'row' }, el('div', {}, el('span', { class: 'note' }, label), el('div', { class: 'code' }, value)), el('button', { type: 'button', class: 'do plain', onclick: copy, 'aria-label': `Copy ${label}` }, 'Copy'))
}

function permissionTable(account, connection, redraw) {
  const verbs = ['create', 'read', 'update', 'delete']
  const rows = Object.entries(connection.permissions).map(([resource, allowed]) => el('tr', {}, el('th', { scope: 'row' }, resource), verbs.map((verb) => el('td', {}, el('input', {
    type: 'checkbox',
    checked: allowed[verb],
    'aria-label': `${verb} ${resource}`,
    onchange: (event) => attempt(async () => {
      await call(at(account, `connections/${encodeURIComponent(connection.name)}/permission`), 'POST', { resource, verb, allowed: event.target.checked })
      await redraw()
    }),
  })))))
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Permissions' }, el('table', {}, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Resource'), verbs.map((verb) => el('th', { scope: 'col' }, verb)))), el('tbody', {}, rows)))
}

export function drawConnect(place, state, redraw) {
  const account = state.apiUsername
  const base = `${location.origin}/api`
  place.replaceChildren(...state.connections.map((connection) => {
    const turn = connection.revoked ? 'restore' : 'revoke'
    const change = () => attempt(async () => {
      await call(at(account, `connections/${encodeURIComponent(connection.name)}/${turn}`), 'POST')
      await redraw()
    }, connection.revoked ? 'The key works again.' : 'The key is revoked: every call now gets 401.')
    return el(
      'div',
      { class: 'sheet' },
      el('div', { class: 'head' }, el('div', {}, el('h2', {}, `API connection ${connection.name}`), el('p', { class: 'note' }, connection.revoked ? 'The key is revoked.' : `${connection.usedToday} calls used in the last day.`)), el('button', { type: 'button', class: connection.revoked ? 'do' : 'do stop', onclick: change }, connection.revoked ? 'Restore the key' : 'Revoke the key')),
      el('div', { class: 'rows' }, copyRow('API base address', base), copyRow('API username', account), copyRow('API key', connection.key)),
      permissionTable(account, connection, redraw),
    )
  }), el('div', { class: 'sheet' }, el('h2', {}, 'What is in this account'), el('dl', { class: 'facts' }, Object.entries(state.counts).map(([name, count]) => el('div', {}, el('dt', {}, name), el('dd', {}, String(count)))))))
}
