// Every field of the catalogue resources (products, options, categories, stock) as the Omni API names and types them.
// A line is: name, kind, marks. Names and types: spec. `nonNull` (0 or false, never null): one strict client, strong.

import { defineModel } from './model.ts'

defineModel(
  'Image',
  `
link str
`,
)

defineModel(
  'UomOption',
  `
id int
productOptionId int
code str
option1 str
option2 str
option3 str
quantity dec
barcode str
supplierCode str
priceColumns map
`,
)

export const PRODUCT_OPTION = defineModel(
  'ProductOption',
  `
id int nonNull
createdDate date
modifiedDate date
status str in=Primary/Active/Disabled
productId int nonNull
code str
barcode str
productOptionCode str max=20
productOptionSizeCode str
productOptionBarcode str max=13
productOptionSizeBarcode str
supplierCode str max=20
option1 str max=50
option2 str max=50
option3 str max=50
optionWeight dec nonNull
size str
sizeId int
retailPrice dec
wholesalePrice dec
vipPrice dec
specialPrice dec
specialsStartDate date
specialDays int
stockAvailable dec nonNull readOnly
stockOnHand dec nonNull readOnly
uomOptions list:UomOption
image one:Image
priceColumns map
`,
)

export const PRODUCT = defineModel(
  'Product',
  `
id int nonNull
status str in=Inactive/Public/ShowInB2B/Internal
createdDate date
modifiedDate date
styleCode str
name str max=250
description str
tags str
images list:Image
pdfUpload str
pdfDescription str
supplierId int nonNull
brand str
category str
subCategory str
categoryIdArray ints
channels str
weight dec nonNull
height dec nonNull
width dec nonNull
length dec nonNull
volume dec nonNull
stockControl str in=Undefined/Batch/Machine/Serial/Labour/FIFO
orderType str in=Order/Kit/Limited_Stock/Buy_To_Order/Pre-order/Gift_Voucher
productType str
productSubtype str
projectName str
optionLabel1 str
optionLabel2 str
optionLabel3 str
salesAccount str
purchasesAccount str
importCustomsDuty str
sizeRangeId int
customFields map
productOptions list:ProductOption
`,
)

export const PRODUCT_CATEGORY = defineModel(
  'ProductCategory',
  `
id int nonNull
parentId int nonNull
isActive bool nonNull
sort int nonNull
name str max=50
description str max=250
image one:Image
`,
)

export const STOCK_UNIT = defineModel(
  'StockUnit',
  `
productId int nonNull
productOptionId int
modifiedDate date
styleCode str
code str
barcode str
branchId int nonNull
branchName str
productName str
option1 str
option2 str
option3 str
size str
available dec nonNull
stockOnHand dec nonNull
openSales dec nonNull
incoming dec
virtual dec
holding dec
`,
)
