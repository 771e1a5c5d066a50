/** A Cin7 Omni account small enough to be read in a few calls: two branches, a few cafés, a few products, one without a price. */
import type { CustomSeed } from '../../src/simulators/cin7-omni/seeds/seed.ts'

const cafes = [
  'Blue Door Café',
  'Cargo Bay Eatery',
  'Driftwood Bakery',
  'Elm Street Deli',
  'Fern & Feather',
  'Gull Bistro',
]
const foods = [
  ['OIL-5L', 'Olive oil, extra virgin', 'Bottle', 48.5],
  ['FLOUR-20', 'High-grade flour', 'Bag', 36.2],
  ['TOM-A10', 'Chopped tomatoes', 'Tin', 11.95],
  ['SALT-3', 'Flaky sea salt', 'Tub', 22],
  ['RICE-10', 'Arborio rice', 'Bag', 41.75],
  ['VIN-2L', 'White wine vinegar', 'Bottle', 9.4],
  ['HONEY-1', 'Mānuka honey blend', 'Jar', 18.9],
  ['SAFF-1', 'Saffron threads', 'Tin', 0],
] as const

export function smallSeed(): CustomSeed {
  return {
    branches: [
      { id: 1, company: 'Auckland warehouse' },
      { id: 2, company: 'Wellington warehouse' },
    ],
    contacts: cafes.map((company, index) => ({
      id: 501 + index,
      company,
      email: `orders${index}@cafes.example`,
      accountNumber: `C${100 + index}`,
      group: 'Cafe',
      priceColumn: 'wholesaleNZD',
      address1: `${12 + index} Quay Street`,
      city: 'Auckland',
      country: 'New Zealand',
    })),
    categories: [{ id: 31, name: 'Pantry' }],
    products: foods.map(([styleCode, name], index) => ({
      id: 701 + index,
      styleCode,
      name,
      category: 'Pantry',
      categoryIdArray: [31],
    })),
    options: foods.map(([code, , option1, price], index) => ({
      id: 801 + index,
      productId: 701 + index,
      productOptionCode: code,
      option1,
      wholesalePrice: price,
      priceColumns: { wholesaleNZD: price, retailNZD: price * 1.5 },
      stockAvailable: 500,
      stockOnHand: 500,
    })),
    stock: foods.map((_, index) => ({
      productId: 701 + index,
      productOptionId: 801 + index,
      branchId: 1,
      stockOnHand: 500,
    })),
  }
}
