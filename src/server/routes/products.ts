/** The routes of products: each hands its input to one verb. */
import { editProduct } from '../../catalogue/edit-product.ts'
import { linkProduct } from '../../catalogue/link-product.ts'
import { listCategories, listProducts } from '../../catalogue/list-products.ts'
import { linkedProductNames } from '../../catalogue/remote-products.ts'
import { showProduct } from '../../catalogue/show-product.ts'
import * as contract from '../../contract/products.ts'
import { isRefusal } from '../../core/refusal.ts'
import { type Route, route } from '../route.ts'
import { remoteProducts, theOneWithKey } from './remote-search.ts'

export const productRoutes: readonly Route[] = [
  route(contract.listProducts, (services, { actor, query }) => listProducts(services, actor, query)),
  route(contract.listCategories, (services, { actor }) => listCategories(services, actor)),
  route(contract.getProduct, (services, { actor, params }) => showProduct(services, actor, params.productId)),
  route(contract.editProduct, (services, { actor, params, body }) =>
    editProduct(services, actor, { ...body, ...params }),
  ),
  route(contract.searchRemoteProducts, async (services, { actor, query, signal }) => {
    const found = await remoteProducts(services, actor, { text: query.search, signal })
    if (isRefusal(found)) return found
    const { connectionId, records } = found
    const linked = await linkedProductNames(services, actor, {
      connectionId,
      remoteKeys: records.map((record) => record.key),
    })
    return {
      items: records.map((record) => ({
        remoteKey: record.key,
        name: record.name,
        detail: [record.code, record.unit, record.category].filter(Boolean).join(' · '),
        linkedTo: linked.get(record.key) ?? null,
      })),
    }
  }),
  route(contract.linkProduct, async (services, { actor, params, body, signal }) => {
    const found = await remoteProducts(services, actor, { text: body.remoteKey, signal })
    if (isRefusal(found)) return found
    const remote = theOneWithKey('product option', found.records, body.remoteKey)
    if (isRefusal(remote)) return remote
    return linkProduct(services, actor, { ...params, connectionId: found.connectionId, remote })
  }),
]
