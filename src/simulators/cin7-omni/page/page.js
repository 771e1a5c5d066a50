// The warehouse page: keeps the board, the open order and the panels in step with the simulator.

import { call, el, money, say, when } from './dom.js'
import { drawOrder } from './order.js'
import { drawFaults } from './faults-panel.js'
import { drawCalls, drawConnect } from './panels.js'

const find = (selector) => document.querySelector(selector)
const state = {
  account: '',
  panel: 'orders',
  orderId: 0,
  mode: undefined,
  seen: new Set(),
  definitions: null,
  drawn: '',
}

const at = (rest) => `${encodeURIComponent(state.account)}/${rest}`

function ticket(order) {
  const fresh = state.seen.size > 0 && !state.seen.has(order.id)
  const pick = () => openOrder(order.id)
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: `ticket is-${order.standing.replace(' ', '-')}${fresh ? ' new' : ''}`,
        'aria-pressed': order.id === state.orderId ? 'true' : 'false',
        'data-id': order.id,
        onclick: pick,
      },
      el('span', { class: 'ref' }, order.reference),
      el('span', { class: 'stamp' }, order.standing),
      el('span', { class: 'who' }, order.company || 'No customer'),
      el(
        'span',
        { class: 'when' },
        `${when(order.createdDate)}, ${order.lines} ${order.lines === 1 ? 'line' : 'lines'}`,
      ),
      el('span', { class: 'sum' }, money(order.total, order.currencyCode)),
    ),
  )
}

async function drawBoard() {
  const search = new URLSearchParams({ search: find('#search').value, standing: find('#standing').value })
  const { total, orders } = await call(at(`orders?${search}`))
  const signature = JSON.stringify([orders, state.orderId, total])
  if (signature === state.drawn) return
  state.drawn = signature
  const focused = document.activeElement?.dataset?.id
  find('#order-list').replaceChildren(...orders.map(ticket))
  if (focused) find(`[data-id="${focused}"]`)?.focus()
  for (const order of orders) state.seen.add(order.id)
  const shown = orders.length < total ? `, the newest ${orders.length} shown` : ''
  find('#order-count').textContent =
    total === 0
      ? 'No sales order matches.'
      : `${total} ${total === 1 ? 'order' : 'orders'}${shown}, newest first`
}

function showOrder(order, mode) {
  state.mode = mode
  drawOrder(find('#detail'), state.account, order, mode, showOrder)
  void drawBoard()
}

async function openOrder(id) {
  state.orderId = id
  showOrder(await call(at(`orders/${id}`)))
  find('#detail').focus({ preventScroll: window.innerWidth > 860 })
}

async function refreshOrder() {
  if (state.orderId === 0) {
    find('#detail').replaceChildren(
      el(
        'p',
        { class: 'empty' },
        'Pick a sales order to see its lines and to dispatch it. New ones appear on the left as they arrive.',
      ),
    )
    return
  }
  // Typing in a form is not to be swept away by news.
  if (state.mode || find('#detail').contains(document.activeElement?.closest('input') ?? null)) return
  showOrder(await call(at(`orders/${state.orderId}`)))
}

async function drawPanel() {
  const account = await call(encodeURIComponent(state.account))
  find('#fault-count').textContent = account.faults.length > 0 ? String(account.faults.length) : ''
  if (state.panel === 'orders') {
    await drawBoard()
    await refreshOrder()
  } else if (state.panel === 'faults') drawFaults(find('#faults'), account, state.definitions, drawPanel)
  else if (state.panel === 'calls')
    drawCalls(find('#calls'), await call(at('calls?limit=200')), state.account, drawPanel)
  else drawConnect(find('#connect'), account, drawPanel)
}

async function showPanel(name) {
  state.panel = name
  for (const button of document.querySelectorAll('nav button'))
    button.setAttribute('aria-pressed', String(button.dataset.panel === name))
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== name
  if (location.hash !== `#${name}`) history.replaceState(null, '', `#${name}`)
  await drawPanel()
}

/** A form being filled in stays as it is until it is left. */
function busyTyping() {
  const active = document.activeElement
  return (
    state.panel !== 'orders' &&
    active instanceof HTMLElement &&
    active.closest('main') !== null &&
    active.matches('input, select')
  )
}

function listen() {
  const events = new EventSource('/_control/events')
  events.addEventListener('open', () => {
    find('#link').textContent = 'live'
    drawPanel().catch((error) => say(error.message))
  })
  events.addEventListener('error', () => {
    find('#link').textContent = 'The simulator does not answer. Trying again.'
  })
  events.addEventListener('message', (event) => {
    const changed = JSON.parse(event.data)
    if (busyTyping()) return
    if (changed.includes('data') || changed.includes('settings') || state.panel === 'calls')
      drawPanel().catch((error) => say(error.message))
  })
}

async function start() {
  state.definitions = await call('definitions')
  const accounts = await call('accounts')
  const choice = find('#account')
  choice.replaceChildren(...accounts.map((account) => el('option', {}, account.apiUsername)))
  state.account = accounts[0].apiUsername
  choice.addEventListener('change', () => {
    Object.assign(state, { account: choice.value, orderId: 0, mode: undefined, seen: new Set(), drawn: '' })
    void drawPanel()
  })
  find('#search').addEventListener('input', () => void drawBoard())
  find('#standing').addEventListener('change', () => void drawBoard())
  for (const button of document.querySelectorAll('nav button'))
    button.addEventListener('click', () => void showPanel(button.dataset.panel))
  const wanted = location.hash.slice(1)
  await showPanel(['orders', 'faults', 'calls', 'connect'].includes(wanted) ? wanted : 'orders')
  listen()
}

start().catch((error) => say(error.message))
