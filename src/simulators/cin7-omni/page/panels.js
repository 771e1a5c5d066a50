// The log of calls, and what a client needs to connect.

import { attempt, call, el } from './dom.js'

const at = (account, rest) => `${encodeURIComponent(account)}/${rest}`

export function drawCalls(place, calls, account, redraw) {
  const rows = calls.map((one) =>
    el(
      'tr',
      {},
      el('td', { 'data-label': 'At' }, one.at.slice(11, 23)),
      el(
        'td',
        { 'data-label': 'Call' },
        el('code', {}, `${one.method} ${one.path}${one.query ? `?${one.query}` : ''}`),
      ),
      el(
        'td',
        { 'data-label': 'Status' },
        el(
          'span',
          { class: `s${String(one.status).charAt(0)}` },
          one.status === 0 ? 'no answer' : String(one.status),
        ),
      ),
      el('td', { 'data-label': 'ms', class: 'n' }, String(one.ms)),
      el('td', { 'data-label': 'Key' }, one.keyName || 'none'),
      el('td', { 'data-label': 'Fault' }, one.faults || '-'),
    ),
  )
  const clear = () =>
    attempt(async () => {
      await call(at(account, 'calls'), 'DELETE')
      await redraw()
    })
  place.replaceChildren(
    el(
      'div',
      { class: 'sheet' },
      el(
        'div',
        { class: 'head' },
        el(
          'div',
          {},
          el('h2', {}, 'Calls'),
          el('p', { class: 'note' }, `The latest ${calls.length} calls to the API, newest first.`),
        ),
        el('button', { type: 'button', class: 'do plain', onclick: clear }, 'Empty the log'),
      ),
      rows.length === 0
        ? el(
            'p',
            { class: 'empty' },
            'No call has come yet. Connect a client with the username and key on the Connect panel.',
          )
        : el(
            'div',
            { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of calls' },
            el(
              'table',
              { class: 'stack' },
              el(
                'thead',
                {},
                el(
                  'tr',
                  {},
                  ['At (UTC)', 'Call', 'Status', 'ms', 'Key', 'Fault'].map((name) =>
                    el('th', { scope: 'col', class: name === 'ms' ? 'n' : undefined }, name),
                  ),
                ),
              ),
              el('tbody', {}, rows),
            ),
          ),
    ),
  )
}

function copyRow(label, value) {
  const copy = () => attempt(() => navigator.clipboard.writeText(value), `${label} is copied.`)
  return el(
    'div',
    { class: 'row' },
    el('div', {}, el('span', { class: 'note' }, label), el('div', { class: 'code' }, value)),
    el('button', { type: 'button', class: 'do plain', onclick: copy, 'aria-label': `Copy ${label}` }, 'Copy'),
  )
}

function permissionTable(account, connection, redraw) {
  const verbs = ['create', 'read', 'update', 'delete']
  const rows = Object.entries(connection.permissions).map(([resource, allowed]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, resource),
      verbs.map((verb) =>
        el(
          'td',
          {},
          el('input', {
            type: 'checkbox',
            checked: allowed[verb],
            'aria-label': `${verb} ${resource}`,
            onchange: (event) =>
              attempt(async () => {
                await call(
                  at(account, `connections/${encodeURIComponent(connection.name)}/permission`),
                  'POST',
                  { resource, verb, allowed: event.target.checked },
                )
                await redraw()
              }),
          }),
        ),
      ),
    ),
  )
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Permissions' },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Resource'),
          verbs.map((verb) => el('th', { scope: 'col' }, verb)),
        ),
      ),
      el('tbody', {}, rows),
    ),
  )
}

export function drawConnect(place, state, redraw) {
  const account = state.apiUsername
  const base = `${location.origin}/api`
  place.replaceChildren(
    ...state.connections.map((connection) => {
      const turn = connection.revoked ? 'restore' : 'revoke'
      const change = () =>
        attempt(
          async () => {
            await call(at(account, `connections/${encodeURIComponent(connection.name)}/${turn}`), 'POST')
            await redraw()
          },
          connection.revoked ? 'The key works again.' : 'The key is revoked: every call now gets 401.',
        )
      return el(
        'div',
        { class: 'sheet' },
        el(
          'div',
          { class: 'head' },
          el(
            'div',
            {},
            el('h2', {}, `API connection ${connection.name}`),
            el(
              'p',
              { class: 'note' },
              connection.revoked
                ? 'The key is revoked.'
                : `${connection.usedToday} calls used in the last day.`,
            ),
          ),
          el(
            'button',
            { type: 'button', class: connection.revoked ? 'do' : 'do stop', onclick: change },
            connection.revoked ? 'Restore the key' : 'Revoke the key',
          ),
        ),
        el(
          'div',
          { class: 'rows' },
          copyRow('API base address', base),
          copyRow('API username', account),
          copyRow('API key', connection.key),
        ),
        permissionTable(account, connection, redraw),
      )
    }),
    el(
      'div',
      { class: 'sheet' },
      el('h2', {}, 'What is in this account'),
      el(
        'dl',
        { class: 'facts' },
        Object.entries(state.counts).map(([name, count]) =>
          el('div', {}, el('dt', {}, name), el('dd', {}, String(count))),
        ),
      ),
    ),
  )
}
