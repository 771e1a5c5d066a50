// Every field of sales orders and payments as the Omni API names and types them.
// A line is: name, kind, marks. Names and types: spec. `nonNull` (0 or false, never null): one strict client, strong.
// A line's transactionId is Omni's own: a live shop posts text there, to no harm.

import { defineModel } from './model.ts'

defineModel(
  'LineSize',
  `
name str
code str
barcode str
qty dec
`,
)

defineModel(
  'StockMovement',
  `
batch str
quantity dec
serial str
`,
)

defineModel(
  'AccountingAttributes',
  `
importDate date
accountingImportStatus str in=NotImported/Imported/DoNotImport/Error
`,
)

export const SALES_ORDER_ITEM = defineModel(
  'SalesOrderItem',
  `
id int nonNull
createdDate date
transactionId int readOnly
parentId int readOnly
productId int nonNull readOnly
productOptionId int nonNull
integrationRef str
sort int nonNull
code str
name str
option1 str
option2 str
option3 str
qty dec nonNull
styleCode str
barcode str
sizeCodes str
lineComments str
unitCost dec
unitPrice dec
uomPrice dec
discount dec
uomQtyOrdered dec
uomQtyShipped dec readOnly
uomSize dec readOnly
qtyShipped dec readOnly
holdingQty dec readOnly
accountCode str
stockControl str in=Undefined/Batch/Machine/Serial/Labour/FIFO
stockMovements list:StockMovement readOnly
sizes list:LineSize
taxRate dec
`,
)

export const SALES_ORDER = defineModel(
  'SalesOrder',
  `
id int nonNull readOnly
createdDate date
modifiedDate date readOnly
createdBy int
processedBy int
isApproved bool nonNull
reference str max=30
memberId int nonNull
firstName str max=250
lastName str max=250
company str max=250
email str max=250
phone str max=50
mobile str max=50
fax str max=50
deliveryFirstName str max=250
deliveryLastName str max=250
deliveryCompany str max=250
deliveryAddress1 str max=250
deliveryAddress2 str max=250
deliveryCity str max=250
deliveryState str max=250
deliveryPostalCode str max=250
deliveryCountry str max=250
billingFirstName str max=250
billingLastName str max=250
billingCompany str max=250
billingAddress1 str max=250
billingAddress2 str max=250
billingCity str max=250
billingPostalCode str max=250
billingState str max=250
billingCountry str max=250
branchId int nonNull
branchEmail str
projectName str
trackingCode str max=50
internalComments str
productTotal dec nonNull readOnly
freightTotal dec nonNull
freightDescription str
surcharge dec nonNull
surchargeDescription str
discountTotal dec nonNull
discountDescription str
total dec nonNull readOnly
currencyCode str
currencyRate dec nonNull
currencySymbol str
taxStatus str in=Undefined/Incl/Excl/Exempt
taxRate dec
source str readOnly
customFields map
invoiceDate date
invoiceNumber int nonNull readOnly
dispatchedDate date
logisticsCarrier str
logisticsStatus int nonNull
ediStatus int
distributionBranchId int
departmentNumber str
storeLocationNumber str
distributionCenter str
lineItems list:SalesOrderItem
isVoid bool nonNull
accountingAttributes one:AccountingAttributes
status str readOnly
stage str
memberEmail str max=250
memberCostCenter str
memberAlternativeTaxRate str
costCenter str
alternativeTaxRate str
estimatedDeliveryDate date
salesPersonId int nonNull
salesPersonEmail str
paymentTerms str
customerOrderNo str
voucherCode str max=30
deliveryInstructions str max=2000
cancellationDate date readOnly
modifiedCOGSDate date readOnly
currencyId int
`,
)

export const PAYMENT = defineModel(
  'Payment',
  `
id int nonNull readOnly
createdDate date readOnly
modifiedDate date readOnly
paymentDate date
amount dec nonNull
method str
isAuthorized bool nonNull
transactionRef str max=50
comments str max=250
orderId int nonNull
orderRef str readOnly max=30
paymentImportedRef str
batchReference str readOnly
reconcileDate date
branchId int nonNull
orderType str
direction dec
`,
)
