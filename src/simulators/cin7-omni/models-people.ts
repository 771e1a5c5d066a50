// Every field of contacts, branches and users as the Omni API names and types them.
// A line is: name, kind, marks. Names and types: spec. `nonNull` (0 or false, never null): one strict client, strong.

import { defineModel } from './model.ts'

defineModel(
  'SubContact',
  `
id int
company str max=150
firstName str
lastName str
jobTitle str
email str
mobile str
phone str max=50
`,
)

defineModel(
  'AccountingIntegrationId',
  `
xero str
quickBooksOnline str
quickBooksDesktop str
`,
)

export const CONTACT = defineModel(
  'Contact',
  `
id int nonNull readOnly
type str in=Internal/Customer/Supplier
salesPersonId int
accountNumber str max=10
billingId int nonNull
billingCompany str max=50
accountsFirstName str max=50
accountsLastName str max=50
billingEmail str max=50
accountsPhone str max=50
billingCostCenter str
costCenter str
priceColumn str
percentageOff dec
paymentTerms str
taxStatus str
taxNumber str
creditLimit dec
balanceOwing dec readOnly
onHold bool
group str
subGroup str
stages str
accountingIntegrationId one:AccountingIntegrationId readOnly
createdDate date readOnly
modifiedDate date readOnly
isActive bool nonNull
company str max=250
firstName str max=250
lastName str max=250
jobTitle str max=250
email str
website str max=50
phone str max=50
fax str max=50
mobile str max=50
address1 str max=50
address2 str max=50
city str max=50
state str max=50
postCode str max=50
country str max=50
postalAddress1 str max=50
postalAddress2 str max=50
postalCity str max=50
postalPostCode str max=50
postalState str max=50
postalCountry str max=50
notes str max=250
integrationRef str
customFields map
secondaryContacts list:SubContact
`,
)

defineModel(
  'BranchLocation',
  `
zone str
bins strs
`,
)

export const BRANCH = defineModel(
  'Branch',
  `
id int nonNull
branchType str max=250
stockControlOptions str
taxStatus str
accountNumber str
branchLocations list:BranchLocation
createdDate date
modifiedDate date
isActive bool nonNull
company str
firstName str
lastName str
jobTitle str
email str
website str
phone str
fax str
mobile str
address1 str
address2 str
city str
state str
postCode str
country str
postalAddress1 str
postalAddress2 str
postalCity str
postalPostCode str
postalState str
postalCountry str
notes str
integrationRef str
customFields map
secondaryContacts list:SubContact
`,
)

export const USER = defineModel(
  'User',
  `
id int nonNull
isActive bool nonNull
firstName str
lastName str
jobTitle str
email str
`,
)
