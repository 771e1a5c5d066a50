// One sales order on the board: its lines, and what a warehouse can do to it.

import { attempt, call, day, el, money, when } from './dom.js'

const cell = (label, content, numeric = false) =>
  el('td', { 'data-label': label, class: numeric ? 'n' : undefined }, el('span', {}, content))

function facts(order) {
  const delivery = [
    order.deliveryCompany,
    order.deliveryAddress1,
    order.deliveryAddress2,
    `${order.deliveryCity ?? ''} ${order.deliveryPostalCode ?? ''}`.trim(),
  ]
  const custom = Object.entries(order.customFields ?? {}).filter(([, value]) => value)
  const rows = {
    Customer: `${order.company || [order.firstName, order.lastName].filter(Boolean).join(' ') || 'none'} (member ${order.memberId})`,
    'Customer PO': order.customerOrderNo,
    Stage: `${order.stage}, status ${order.status}`,
    'Wanted on': day(order.estimatedDeliveryDate),
    'Deliver to': delivery.filter(Boolean).join('\n'),
    Instructions: order.deliveryInstructions,
    Branch: order.branchId,
    'Created / changed': `${when(order.createdDate)} / ${when(order.modifiedDate)}`,
    Dispatched: order.dispatchedDate
      ? `${when(order.dispatchedDate)} ${order.logisticsCarrier ?? ''} ${order.trackingCode ?? ''}`
      : '',
    Comments: order.internalComments,
    'Custom fields': custom.map(([key, value]) => `${key}: ${value}`).join('\n'),
  }
  return el(
    'dl',
    { class: 'facts' },
    Object.entries(rows).flatMap(([name, value]) =>
      value ? el('div', {}, el('dt', {}, name), el('dd', {}, String(value))) : [],
    ),
  )
}

function lineTable(order, mode) {
  const canShip = mode === 'part'
  const edits = mode === 'edit'
  const head = ['Code', 'Product', 'Qty', 'Shipped', 'Unit price', ...(canShip ? ['Ship now'] : [])]
  const body = order.lineItems.map((line) => {
    const words = [
      line.name,
      line.option1,
      line.option2,
      line.option3,
      ...(line.sizes ?? []).map((size) => `size ${size.name}`),
    ]
      .filter(Boolean)
      .join(', ')
    const product =
      line.productId === 0
        ? el('span', { class: 'unlinked' }, `${words || 'free text'} (not linked to a product)`)
        : words
    const label = `of ${line.code ?? line.name ?? line.id}`
    const left = line.qty - line.qtyShipped
    return el(
      'tr',
      {},
      cell('Code', el('code', {}, line.code ?? '')),
      cell('Product', product),
      cell(
        'Qty',
        edits
          ? el('input', {
              type: 'number',
              step: 'any',
              name: `qty-${line.id}`,
              value: line.qty,
              'aria-label': `Quantity ${label}`,
            })
          : String(line.qty),
        true,
      ),
      cell('Shipped', String(line.qtyShipped ?? 0), true),
      cell(
        'Unit price',
        edits
          ? el('input', {
              type: 'number',
              step: 'any',
              name: `price-${line.id}`,
              value: line.unitPrice ?? 0,
              'aria-label': `Unit price ${label}`,
            })
          : money(line.unitPrice ?? 0),
        true,
      ),
      canShip &&
        cell(
          'Ship now',
          el('input', {
            type: 'number',
            min: 0,
            max: left,
            step: 'any',
            name: `ship-${line.id}`,
            value: left,
            'aria-label': `Ship now ${label}`,
            disabled: left <= 0,
          }),
          true,
        ),
    )
  })
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Lines' },
    el(
      'table',
      { class: 'stack' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head.map((name) =>
            el(
              'th',
              {
                scope: 'col',
                class: ['Qty', 'Shipped', 'Unit price', 'Ship now'].includes(name) ? 'n' : undefined,
              },
              name,
            ),
          ),
        ),
      ),
      el('tbody', {}, body),
    ),
  )
}

function totals(order) {
  const extras = order.productTotal + order.freightTotal + order.surcharge - order.discountTotal
  const rows = [
    ['Products', order.productTotal],
    ['Freight', order.freightTotal],
    ['Surcharge', order.surcharge],
    ['Discount', -order.discountTotal],
    [`Tax (${order.taxStatus}, ${order.taxPercent} %)`, order.total - extras],
  ].filter(([name, value], index) => index === 0 || name.startsWith('Tax') || value !== 0)
  return el(
    'div',
    { class: 'totals' },
    rows.flatMap(([name, value]) => [el('span', {}, name), el('span', {}, money(value))]),
    el('span', { class: 'big' }, 'Total'),
    el('span', { class: 'big' }, money(order.total, order.currencyCode)),
  )
}

const field = (label, name, value = '', extra = {}) =>
  el('label', {}, label, el('input', { name, value: value ?? '', ...extra }))

function editFields(order) {
  return el(
    'div',
    { class: 'edit-fields' },
    el(
      'div',
      { class: 'actions' },
      field('Freight', 'freightTotal', order.freightTotal, { type: 'number', step: 'any' }),
      field('Stage', 'stage', order.stage),
      field('Customer PO', 'customerOrderNo', order.customerOrderNo),
      field('Internal comments', 'internalComments', order.internalComments),
    ),
  )
}

function edited(order, form) {
  const read = (name) => form.elements.namedItem(name)?.value
  const lineItems = order.lineItems.flatMap((line) => {
    const change = {
      id: line.id,
      qty: Number(read(`qty-${line.id}`)),
      unitPrice: Number(read(`price-${line.id}`)),
    }
    return change.qty === line.qty && change.unitPrice === (line.unitPrice ?? 0) ? [] : [change]
  })
  const patch = {}
  for (const name of ['freightTotal', 'stage', 'customerOrderNo', 'internalComments']) {
    if (String(order[name] ?? '') !== read(name))
      patch[name] = name === 'freightTotal' ? Number(read(name)) : read(name)
  }
  return lineItems.length > 0 ? { ...patch, lineItems } : patch
}

/** Draws the order into `place`. `mode` is undefined, 'part' or 'edit'; `show` draws it again in another mode. */
export function drawOrder(place, account, order, mode, show) {
  const path = `${encodeURIComponent(account)}/orders/${order.id}`
  const open = order.standing === 'open' || order.standing === 'part dispatched' || order.standing === 'draft'
  const act = (action, body, done) =>
    attempt(async () => {
      const next = await call(`${path}/${action}`, 'POST', body)
      show(next)
    }, done)
  const form = el('form', { class: 'order-form' })
  const shipment = () => {
    const carrier = form.elements.namedItem('carrier')?.value
    const trackingCode = form.elements.namedItem('trackingCode')?.value
    return { ...(carrier ? { carrier } : {}), ...(trackingCode ? { trackingCode } : {}) }
  }
  const shipped = () =>
    order.lineItems.flatMap((line) => {
      const qty = Number(form.elements.namedItem(`ship-${line.id}`)?.value ?? 0)
      return qty > 0 ? [{ lineId: line.id, qty }] : []
    })
  const button = (text, kind, run, disabled = false) =>
    el('button', { type: 'button', class: `do ${kind}`, onclick: run, disabled }, text)
  const back = button('Back', 'plain', () => show(order))
  const takeBack = () =>
    button('Take back', 'plain', () => act('undispatch', {}, 'Nothing of it is dispatched any more.'))
  form.addEventListener('submit', (event) => event.preventDefault())
  form.append(lineTable(order, mode), totals(order))
  if (mode === 'edit') {
    form.append(
      editFields(order),
      el(
        'div',
        { class: 'actions' },
        button('Save the changes', '', () => act('edit', edited(order, form), 'Saved.')),
        back,
      ),
    )
  } else if (open) {
    form.append(
      el(
        'div',
        { class: 'actions' },
        field('Carrier', 'carrier', order.logisticsCarrier || 'NZ Couriers'),
        field('Tracking code', 'trackingCode', order.trackingCode || `SIM${order.id}`, { maxlength: 50 }),
      ),
    )
    if (mode === 'part') {
      form.append(
        el(
          'div',
          { class: 'actions' },
          button('Dispatch these', '', () =>
            act('dispatch', { lines: shipped(), ...shipment() }, 'Part dispatched.'),
          ),
          back,
        ),
      )
    } else {
      form.append(
        el(
          'div',
          { class: 'actions' },
          button('Dispatch all', '', () => act('dispatch', shipment(), `${order.reference} is dispatched.`)),
          button('Dispatch part', 'plain', () => show(order, 'part')),
          ...(order.standing === 'part dispatched' ? [takeBack()] : []),
          button('Edit', 'plain', () => show(order, 'edit')),
          button('Void', 'stop', () => {
            if (window.confirm(`Void ${order.reference}? This cannot be undone, as in Omni.`))
              void act('void', {}, `${order.reference} is void.`)
          }),
        ),
      )
    }
  } else if (order.standing === 'dispatched') {
    form.append(
      el(
        'div',
        { class: 'actions' },
        takeBack(),
        button('Edit', 'plain', () => show(order, 'edit')),
        button('Void', 'stop', () => {
          if (window.confirm(`Void ${order.reference}? This cannot be undone, as in Omni.`))
            void act('void', {}, `${order.reference} is void.`)
        }),
      ),
    )
  }
  place.className = `detail is-${order.standing.replace(' ', '-')}`
  place.replaceChildren(
    el(
      'div',
      { class: 'top' },
      el('h2', {}, order.reference),
      el('span', { class: 'stamp' }, order.standing),
      el('span', { class: 'note' }, `Omni id ${order.id}`),
    ),
    facts(order),
    form,
  )
}
