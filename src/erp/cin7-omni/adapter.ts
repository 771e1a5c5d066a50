/** Cin7 Omni behind the port. It only puts the parts together. */
import { type Clock, systemClock } from '../../core/clock.ts'
import type { Erp } from '../port.ts'
import { changedSalesOrders, cursorAt } from './changed-sales-orders.ts'
import { checkPermissions } from './check-permissions.ts'
import { type Omni, openOmniClient } from './client.ts'
import { createSalesOrders } from './create-sales-orders.ts'
import { openSalesOrderFinder } from './find-sales-orders.ts'
import { toPreview } from './mapping/preview.ts'
import { toOmniSalesOrder } from './mapping/sales-order.ts'
import { listBranches, listPriceTiers } from './read-account.ts'
import { readCustomers, searchCustomers } from './read-customers.ts'
import { readProducts, searchProducts } from './read-products.ts'
import { defaultOmniSettings, omniLimits, type OmniSettings } from './settings.ts'

export function makeCin7Omni(settings: OmniSettings = defaultOmniSettings, clock: Clock = systemClock): Erp {
  const omni: Omni = { client: openOmniClient(settings, clock), settings, clock }
  const finder = openSalesOrderFinder(omni)
  return {
    adapter: 'cin7-omni',
    limits: omniLimits,
    maxBatch: settings.maxBatch,
    checkPermissions: (context) => checkPermissions(omni.client, context),
    listPriceTiers: (context) => listPriceTiers(omni, context),
    listBranches: (context) => listBranches(omni, context),
    readCustomers: (context, page) => readCustomers(omni, context, page),
    readProducts: (context, page) => readProducts(omni, context, page),
    searchCustomers: (context, text) => searchCustomers(omni, context, text),
    searchProducts: (context, text, knownKeys) => searchProducts(omni, context, text, knownKeys),
    previewSalesOrder: (intent) => {
      const mapped = toOmniSalesOrder(intent)
      return mapped.ok ? { ok: true, value: toPreview(mapped.value) } : mapped
    },
    createSalesOrders: (context, intents) => createSalesOrders(omni, context, intents),
    findSalesOrders: (context, intents) => finder.find(context, intents),
    getSalesOrder: (context, by) => finder.get(context, by),
    compareSalesOrders: (context, sales) => finder.compare(context, sales),
    changedSalesOrders: (context, cursor) => changedSalesOrders(omni, context, cursor),
    cursorAt,
  }
}

export const cin7Omni: Erp = makeCin7Omni()
