// The demo supplier's contacts: cafés, delis, restaurants, grocers and shops of New Zealand as customers, a few suppliers and
// internal contacts. All made up; phone numbers and e-mail domains cannot reach anyone.

import type { ContactRow } from '../rows.ts'
import { seededRandom } from './random.ts'

type Town = [city: string, region: string, postCode: string, area: string]

const towns: Town[] = [
  ['Auckland', 'Auckland', '1011', '09'],
  ['Wellington', 'Wellington', '6011', '04'],
  ['Christchurch', 'Canterbury', '8011', '03'],
  ['Hamilton', 'Waikato', '3204', '07'],
  ['Tauranga', 'Bay of Plenty', '3110', '07'],
  ['Napier', "Hawke's Bay", '4110', '06'],
  ['Nelson', 'Nelson', '7010', '03'],
  ['Dunedin', 'Otago', '9016', '03'],
  ['Queenstown', 'Otago', '9300', '03'],
  ['New Plymouth', 'Taranaki', '4310', '06'],
  ['Whangārei', 'Northland', '0110', '09'],
  ['Martinborough', 'Wairarapa', '5711', '06'],
]

const named: Record<string, string> = {
  Cafe: 'Little Tern Café, The Corner Urn, Saltbush Espresso, Ferry Steps Café, Kererū Kitchen, Paper Plane Coffee, Morning Tide, Sandfly Brew Bar, Hopscotch Café, The Letterbox Café, Bluebird Toast, Quayside Crumb, Second Cup Lane, The Botanist Café, Fern & Flour, Tin Shed Café, Harvest Moon Café, Oystercatcher Café, Lantern Street Café, Good Loaf Café',
  Deli: 'Ponsonby Larder, The Cheese Cupboard, Vivant Delicatessen, Cuba Street Provisions, Olive & Vine Deli, Salumi Corner, Riverside Larder, The Pickled Fig, Hill Street Deli, Alpine Pantry, Market Lane Deli',
  Restaurant:
    'Ember & Oak, Bistro Marama, Pāua House, The Copper Pan, Kōwhai Dining Room, Lighthouse Kitchen, Osteria Lunga, Table Nine, The Vintner’s Room, Tahi Eatery',
  Grocer:
    'Green Basket Grocers, Bay Fresh Market, Four Square Corner, Orchard Gate Grocer, Village Pantry, Southern Harvest Foods, The Good Grocer',
  Gift: 'Tussock Gifts, Home & Harbour, The Linen Press, Shoreline Store, Kiwi & Co. Gifts, Willow Homeware',
  Hotel: 'The Regent Arms Hotel, Lakefront Lodge, Hillcrest Retreat, Bay View Hotel',
  Distributor: 'Southern Foodservice, Northland Fine Foods',
}

const firstNames =
  'Aroha, Ben, Charlotte, Dev, Emma, Finn, Grace, Hemi, Isla, Jack, Kiri, Liam, Mere, Noah, Olivia, Priya, Quentin, Ruby, Sam, Tama, Una, Vikram, Wiremu, Xanthe, Yuki, Zoe'.split(
    ', ',
  )
const lastNames =
  'Anderson, Brown, Chen, Davis, Edwards, Faleolo, Green, Harris, Ihaka, Jones, Kumar, Lee, McKenzie, Ngata, O’Brien, Parata, Quinn, Rangi, Singh, Taylor, Uili, Vaughan, Walker, Young'.split(
    ', ',
  )
const streets =
  'Queen Street, Victoria Road, Marine Parade, High Street, Tasman Street, Kings Wharf, Rata Avenue, Church Street, Riverbank Road, Station Lane, Bridge Street, Main Road'.split(
    ', ',
  )

const priceColumnOf: Record<string, string> = {
  Restaurant: 'TradeNZD',
  Hotel: 'TradeNZD',
  Cafe: 'CafeNZD',
  Distributor: 'DistributorNZD',
}

function slug(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll('&', 'and')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase()
}

function customer(id: number, company: string, group: string): ContactRow {
  const random = seededRandom(id * 31)
  const [city, state, postCode, area] = random.pick(towns)
  const street = `${random.whole(1, 240)} ${random.pick(streets)}`
  const postal = random.next() < 0.4
  const firstName = random.pick(firstNames)
  return {
    id,
    type: 'Customer',
    isActive: random.next() > 0.04,
    createdDate: `2024-0${random.whole(1, 9)}-1${random.whole(0, 9)}T22:${random.whole(10, 59)}:00Z`,
    modifiedDate: `2026-${String(random.whole(1, 10)).padStart(2, '0')}-2${random.whole(0, 8)}T0${random.whole(0, 9)}:${random.whole(10, 59)}:${random.whole(10, 59)}Z`,
    company,
    firstName,
    lastName: random.pick(lastNames),
    jobTitle: random.pick(['Owner', 'Manager', 'Head chef', 'Buyer', '']),
    email: `${firstName.toLowerCase()}@${slug(company)}.example`,
    website: `${slug(company)}.example`.slice(0, 50),
    phone: `+64 ${area.slice(1)} 555 0${random.whole(100, 199)}`,
    mobile: `+64 21 555 0${random.whole(100, 199)}`,
    fax: '',
    address1: street,
    address2: random.next() < 0.2 ? `Shop ${random.whole(1, 12)}` : '',
    city,
    state,
    postCode,
    country: 'New Zealand',
    ...(postal
      ? {
          postalAddress1: `PO Box ${random.whole(100, 9900)}`,
          postalCity: city,
          postalPostCode: postCode,
          postalCountry: 'New Zealand',
        }
      : {}),
    accountNumber: `HH${String(id).padStart(4, '0')}`,
    billingId: 0,
    priceColumn: priceColumnOf[group] ?? 'WholesaleNZD',
    percentageOff: random.next() < 0.12 ? 5 : 0,
    paymentTerms: random.pick(['20th of Month Following', '7 Days', '30 Days', 'Prepaid']),
    taxStatus: '15% GST on Income',
    creditLimit: random.pick([0, 2000, 5000, 10_000]),
    balanceOwing: random.next() < 0.5 ? 0 : random.whole(5000, 190_000) / 100,
    onHold: random.next() < 0.03,
    group,
    subGroup: state,
    stages: '',
    salesPersonId: random.whole(2, 4),
    notes: random.next() < 0.15 ? 'Deliver to the back door.\r\nRing the bell twice.' : '',
    integrationRef: '',
    customFields: {
      members_1000: random.pick(['Mainfreight', 'Own van', 'NZ Couriers', '']),
      members_1001: random.pick(['Free over $300', 'Standard', '']),
    },
    secondaryContacts:
      random.next() < 0.25
        ? [
            {
              id: 9000 + id,
              firstName: random.pick(firstNames),
              lastName: random.pick(lastNames),
              jobTitle: 'Accounts',
              email: `accounts@${slug(company)}.example`,
              company,
            },
          ]
        : [],
  }
}

const suppliers = [
  'Rata Lane Preserves',
  'Waiheke Grove Estate',
  'Clay & Co. Potters',
  'Milltown Mills',
  'Ōtari Cacao Makers',
]

/** Ids run from 20 without a gap. The last customers have what an import must cope with: no e-mail, no company, the same name twice. */
export function demoContacts(): ContactRow[] {
  const contacts: ContactRow[] = suppliers.map((company, index) => ({
    ...customer(index + 5, company, 'Supplier'),
    type: 'Supplier',
    isActive: true,
    priceColumn: '',
    customFields: {},
  }))
  let id = 20
  for (const [group, list] of Object.entries(named)) {
    for (const company of list.split(', ')) {
      contacts.push(customer(id, company, group))
      id += 1
    }
  }
  const noEmail: ContactRow = { ...customer(id, 'Wharf Street Kiosk', 'Cafe'), email: '' }
  const noCompany: ContactRow = {
    ...customer(id + 1, 'Rowan Bell', 'Cafe'),
    company: '',
    firstName: 'Rowan',
    lastName: 'Bell',
  }
  const twin: ContactRow = {
    ...customer(id + 2, 'The Corner Urn', 'Cafe'),
    email: 'second@the-corner-urn.example',
  }
  const staff: ContactRow = {
    ...customer(id + 3, 'Harbour & Hill Staff Shop', 'Internal'),
    type: 'Internal',
    isActive: true,
  }
  return [...contacts, noEmail, noCompany, twin, staff]
}
