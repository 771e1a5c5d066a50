// The faults panel: arms one-off failures and sets the switches, each with its explanation.

import { attempt, call, el } from './dom.js'

const at = (account, rest) => `${encodeURIComponent(account)}/${rest}`

function switchRow(account, name, definition, value, redraw) {
  const id = `switch-${name}`
  const change = (event) =>
    attempt(async () => {
      await call(at(account, `switches/${name}`), 'PUT', { value: event.target.value })
      await redraw()
    }, `${name} is now ${event.target.value}.`)
  const control =
    definition.kind === 'choice'
      ? el(
          'select',
          { id, 'aria-describedby': `${id}-why`, onchange: change },
          definition.values.map((one) =>
            el(
              'option',
              { value: one, selected: one === value },
              one === definition.default ? `${one} (default)` : one,
            ),
          ),
        )
      : el('input', {
          id,
          type: 'number',
          min: definition.least,
          max: definition.most,
          value,
          'aria-describedby': `${id}-why`,
          onchange: change,
        })
  return el(
    'div',
    { class: value === definition.default ? 'row' : 'row moved' },
    el(
      'div',
      {},
      el('label', { for: id }, el('b', {}, name)),
      el('p', { id: `${id}-why` }, definition.explains),
    ),
    control,
  )
}

function armForm(account, definitions, redraw) {
  const input = (label, name, extra = {}) => el('label', {}, label, el('input', { name, ...extra }))
  const kinds = Object.entries(definitions.faults)
  const why = el('p', { class: 'wide note', id: 'fault-why' })
  const moment = el('select', { name: 'when' })
  const value = el('input', { name: 'value' })
  const kind = el(
    'select',
    { name: 'kind', 'aria-describedby': 'fault-why' },
    kinds.map(([name]) => el('option', {}, name)),
  )
  const explain = () => {
    const definition = definitions.faults[kind.value]
    why.textContent = definition.explains
    moment.replaceChildren(
      ...definition.moments.map((one) => el('option', { value: one }, `${one} the change is stored`)),
    )
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
    el(
      'label',
      {},
      'Method',
      el(
        'select',
        { name: 'method' },
        ['any', 'GET', 'POST', 'PUT', 'DELETE'].map((one) => el('option', {}, one)),
      ),
    ),
    el(
      'label',
      {},
      'Resource',
      el(
        'select',
        { name: 'resource' },
        ['any', ...definitions.resources].map((one) =>
          el('option', { selected: one === 'SalesOrders' }, one),
        ),
      ),
    ),
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
    }, `${kind.value} is armed.`)
  })
  return form
}

function armedList(account, faults, redraw) {
  if (faults.length === 0) return el('p', { class: 'note' }, 'No fault is armed.')
  return el(
    'ul',
    { class: 'armed' },
    faults.map((fault) => {
      const scope = [fault.method ?? 'any method', fault.resource ?? 'any resource', fault.reference]
        .filter(Boolean)
        .join(', ')
      const left = fault.times === undefined ? 'until cleared' : `${fault.times - fault.struck} more`
      const disarm = () =>
        attempt(async () => {
          await call(at(account, `faults/${fault.id}`), 'DELETE')
          await redraw()
        })
      return el(
        'li',
        {},
        el(
          'span',
          {},
          el('b', {}, fault.kind),
          ` ${fault.when} the change, ${scope}, ${left}${fault.value === undefined ? '' : `, value ${fault.value}`}`,
        ),
        el(
          'button',
          { type: 'button', class: 'do plain', onclick: disarm, 'aria-label': `Disarm ${fault.kind}` },
          'Disarm',
        ),
      )
    }),
  )
}

export function drawFaults(place, state, definitions, redraw) {
  const account = state.apiUsername
  const clear = () =>
    attempt(async () => {
      await call(at(account, 'faults'), 'DELETE')
      await call(at(account, 'switches'), 'DELETE')
      await redraw()
    }, 'All faults are cleared and all switches are back.')
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
          el('h2', {}, 'Break something'),
          el(
            'p',
            { class: 'note' },
            'A fault strikes the next matching requests of the API. Your own actions on this page are never struck.',
          ),
        ),
        el('button', { type: 'button', class: 'do stop', onclick: clear }, 'Clear all faults'),
      ),
      armedList(account, state.faults, redraw),
      armForm(account, definitions, redraw),
    ),
    el(
      'div',
      { class: 'sheet' },
      el('h2', {}, 'What nobody knows for sure'),
      el(
        'p',
        { class: 'note' },
        'Each switch is a question about the real Omni, with what is known about the answer. They stay until changed back, or until all faults are cleared.',
      ),
      el(
        'div',
        { class: 'rows' },
        Object.entries(definitions.switches).map(([name, definition]) =>
          switchRow(account, name, definition, state.switches[name], redraw),
        ),
      ),
    ),
  )
}
