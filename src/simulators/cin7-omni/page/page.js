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
}
/** What each part of the page shows. What has not changed is not drawn again under the hand of who is using it. */
const shown = new Map()
/** Counts what is asked for each part. Answers may overtake each other: an older one is never drawn over a newer. */
const asked = new Map()
const drawn = new Map()

const at = (rest) => `${encodeURIComponent(state.account)}/${rest}`

/** Notes that something is asked for `part`; the number goes to `isNews` with the answer. */
function ask(part) {
  const turn = (asked.get(part) ?? 0) + 1
  asked.set(part, turn)
  return turn
}

/** Whether the answer to ask number `turn` is to be drawn: nothing newer is, and it shows something else. */
function isNews(part, turn, ...content) {
  if (turn < (drawn.get(part) ?? 0)) return false
  drawn.set(part, turn)
  const text = JSON.stringify([state.account, ...content])
  if (text === shown.get(part)) return false
  shown.set(part, text)
  return true
}

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
  const turn = ask('board')
  const search = new URLSearchParams({ search: find('#search').value, standing: find('#standing').value })
  const { total, orders } = await call(at(`orders?${search}`))
  if (!isNews('board', turn, orders, state.orderId, total)) return
  const focused = document.activeElement?.dataset?.id
  find('#order-list').replaceChildren(...orders.map(ticket))
  if (focused) find(`[data-id="${focused}"]`)?.focus()
  for (const order of orders) state.seen.add(order.id)
  const part = orders.length < total ? `, the newest ${orders.length} shown` : ''
  find('#order-count').textContent =
    total === 0
      ? 'No sales order matches.'
      : `${total} ${total === 1 ? 'order' : 'orders'}${part}, newest first`
}

/** Draws the order unless another or something newer is shown. What a button of the order brought is newer than all that was asked before. */
function showOrder(order, mode, turn = ask('order')) {
  if (order.id === state.orderId && isNews('order', turn, order, mode)) {
    const formIsLeft = state.mode && !mode
    state.mode = mode
    drawOrder(find('#detail'), state.account, order, mode, showOrder)
    // News was kept from it meanwhile.
    if (formIsLeft) void refreshOrder()
  }
  void drawBoard()
}

async function openOrder(id) {
  state.orderId = id
  const turn = ask('order')
  showOrder(await call(at(`orders/${id}`)), undefined, turn)
  find('#detail').focus({ preventScroll: window.innerWidth > 860 })
}

async function refreshOrder() {
  const turn = ask('order')
  if (state.orderId === 0) {
    if (!isNews('order', turn, 'none')) return
    find('#detail').replaceChildren(
      el(
        'p',
        { class: 'empty' },
        'Pick a sales order to see its lines and to dispatch it. New ones appear on the left as they arrive.',
      ),
    )
    return
  }
  // Typing in a form is not to be swept away by news, nor by news that was asked for before the form was opened.
  const isFilledIn = () =>
    state.mode || find('#detail').contains(document.activeElement?.closest('input') ?? null)
  if (isFilledIn()) return
  const order = await call(at(`orders/${state.orderId}`))
  if (!isFilledIn()) showOrder(order, undefined, turn)
}

/** `isAsked` is false for news that nobody asked for: a form that is being filled in stays as it is until it is left. */
async function drawPanel(isAsked = true) {
  const { panel } = state
  const turn = ask(panel)
  const account = await call(encodeURIComponent(state.account))
  const calls = panel === 'calls' ? await call(at('calls?limit=200')) : []
  find('#fault-count').textContent = account.faults.length > 0 ? String(account.faults.length) : ''
  if (panel !== state.panel || account.apiUsername !== state.account || (!isAsked && isTyping())) return
  if (panel === 'orders') {
    await drawBoard()
    await refreshOrder()
  } else if (panel === 'faults') {
    if (isNews(panel, turn, account.faults, account.switches))
      drawFaults(find('#faults'), account, state.definitions, drawPanel)
  } else if (panel === 'calls') {
    if (isNews(panel, turn, calls)) drawCalls(find('#calls'), calls, state.account, drawPanel)
  } else if (isNews(panel, turn, account)) drawConnect(find('#connect'), account, drawPanel)
}

async function showPanel(name) {
  state.panel = name
  for (const button of document.querySelectorAll('nav button'))
    button.setAttribute('aria-pressed', String(button.dataset.panel === name))
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== name
  if (location.hash !== `#${name}`) history.replaceState(null, '', `#${name}`)
  await drawPanel()
}

function isTyping() {
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
    drawPanel(false).catch((error) => say(error.message))
  })
  events.addEventListener('error', () => {
    find('#link').textContent = 'The simulator does not answer. Trying again.'
  })
  events.addEventListener('message', (event) => {
    const changed = JSON.parse(event.data)
    if (changed.includes('data') || changed.includes('settings') || state.panel === 'calls')
      drawPanel(false).catch((error) => say(error.message))
  })
}

async function start() {
  state.definitions = await call('definitions')
  const accounts = await call('accounts')
  const choice = find('#account')
  choice.replaceChildren(...accounts.map((account) => el('option', {}, account.apiUsername)))
  state.account = accounts[0].apiUsername
  choice.addEventListener('change', () => {
    Object.assign(state, { account: choice.value, orderId: 0, mode: undefined, seen: new Set() })
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
