// A row of Stock: what one branch has of one option, or of one size of it. It repeats what the product and the option say.

import type { BranchRow, OptionRow, ProductRow, StockRow } from './rows.ts'

type Where = { branch: Pick<BranchRow, 'id' | 'company'>; onHand: number; modifiedDate: string | null }

/** `id` is 0 until an account takes the row. */
export function stockRowOf(
  product: ProductRow,
  option: OptionRow,
  { branch, onHand, modifiedDate }: Where,
): StockRow {
  return {
    id: 0,
    productId: product.id,
    productOptionId: option.id,
    modifiedDate,
    styleCode: product.styleCode ?? '',
    code: option.productOptionSizeCode ?? option.productOptionCode ?? '',
    barcode: option.productOptionSizeBarcode ?? option.productOptionBarcode ?? '',
    branchId: branch.id,
    branchName: branch.company,
    productName: product.name,
    option1: option['option1'] ?? '',
    option2: option['option2'] ?? '',
    option3: option['option3'] ?? '',
    ...(option.size === undefined ? {} : { size: option.size }),
    available: onHand,
    stockOnHand: onHand,
    openSales: 0,
    incoming: 0,
    virtual: 0,
    holding: 0,
  }
}
