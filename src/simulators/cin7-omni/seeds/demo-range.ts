// The range of the demo supplier, a New Zealand speciality food and homeware wholesaler: families of products that differ in
// flavour, pattern or colour. Brands and products are made up.

export type Shape =
  | 'jar' | 'bottle' | 'bag' | 'box' | 'tin' | 'bar' | 'apron' | 'towel' | 'bowl' | 'mug' | 'board' | 'candle' | 'soap' | 'basket' | 'carafe' | 'wheel'

export type Family = {
  category: string
  sub: string
  brand: string
  shape: Shape
  /** First letters of the codes. */
  prefix: string
  /** What follows the variety in the name. */
  noun: string
  /** One pack is one option; several make options of one product. */
  packs: string[]
  /** Retail price including GST of the first pack, in cents. */
  retailCents: number
  varieties: string[]
  /** Units in a carton, sold as a unit of measure of its own. */
  carton?: number
  colours?: string[]
  sizes?: string[]
  weightKg: number
}

const family = (
  place: string,
  brand: string,
  shape: Shape,
  prefix: string,
  noun: string,
  packs: string,
  retailCents: number,
  weightKg: number,
  varieties: string,
  more: Partial<Pick<Family, 'carton' | 'colours' | 'sizes'>> = {},
): Family => {
  const [category = '', sub = ''] = place.split(' / ')
  const list = (text: string) => text.split(', ')
  return { category, sub, brand, shape, prefix, noun, packs: list(packs), retailCents, weightKg, varieties: list(varieties), ...more }
}

export const families: Family[] = [
  family('Pantry / Jam & Marmalade', 'Rata Lane', 'jar', 'JAM', 'Jam', '280g', 1090, 0.45, 'Central Otago Apricot, Boysenberry, Black Doris Plum, Strawberry & Vanilla, Raspberry, Feijoa & Ginger, Blackcurrant, Damson, Fig & Orange, Rhubarb & Rose, Tamarillo, Quince', { carton: 6 }),
  family('Pantry / Jam & Marmalade', 'Rata Lane', 'jar', 'MRM', 'Marmalade', '280g, 1.2kg', 1150, 0.45, 'Seville Orange, Gisborne Grapefruit, Three Citrus, Lime & Ginger', { carton: 6 }),
  family('Pantry / Honey', 'Two Valleys', 'jar', 'HNY', 'Honey', '250g, 500g, 1kg', 1450, 0.4, 'Clover, Kāmahi, Rewarewa, Mānuka MGO 100, Mānuka MGO 250, Pōhutukawa, Thyme, Beech Honeydew'),
  family('Pantry / Chutney & Relish', 'Rata Lane', 'jar', 'CHT', 'Chutney', '270g', 1190, 0.45, 'Spiced Apple, Kasundi Tomato, Peach & Chilli, Beetroot & Orange, Caramelised Onion, Green Tomato, Mango & Lime, Plum & Star Anise, Pear & Walnut', { carton: 6 }),
  family('Pantry / Oil', 'Waiheke Grove', 'bottle', 'OIL', 'Olive Oil', '250ml, 500ml', 1890, 0.6, 'Extra Virgin, Lemon Pressed, Garlic Infused, Frantoio, Koroneiki, Basil Infused, Smoked'),
  family('Pantry / Vinegar', 'Waiheke Grove', 'bottle', 'VIN', 'Vinegar', '375ml', 1390, 0.7, 'Aged Balsamic, White Balsamic, Apple Cider, Pinot Noir, Sherry, Raspberry, Fig, Tarragon', { carton: 6 }),
  family('Pantry / Sauce', 'Long Table', 'bottle', 'SAU', 'Sauce', '300ml', 1250, 0.5, 'Smoky Barbecue, Habanero Hot, Kāwakawa & Lime, Tomato, Worcester, Plum, Green Jalapeño, Peri Peri, Black Garlic Soy, Horopito Steak', { carton: 12 }),
  family('Pantry / Pasta', 'Bottega Nord', 'box', 'PAS', 'Pasta', '500g', 790, 0.52, 'Rigatoni, Fusilli, Linguine, Orecchiette, Casarecce, Spaghetti, Paccheri, Squid Ink Tagliolini, Wholewheat Penne, Fregola', { carton: 12 }),
  family('Pantry / Tins', 'Porto Claro', 'tin', 'TIN', '', '120g', 890, 0.18, 'Sardines in Olive Oil, Smoked Mussels, Mackerel in Tomato, Tuna Belly, Anchovy Fillets, Spiced Sardines, Octopus in Garlic, Squid in Ink, Smoked Eel', { carton: 12 }),
  family('Pantry / Salt & Spice', 'Tidewater', 'jar', 'SLT', '', '90g', 990, 0.2, 'Flaky Sea Salt, Smoked Sea Salt, Horopito Salt, Lemon Pepper, Kelp Salt, Tellicherry Pepper, Sweet Paprika, Hot Smoked Paprika, Sumac, Dukkah, Zaʼatar, Ras el Hanout, Garam Masala, Fennel Pollen, Chilli Flakes, Vanilla Sugar', { carton: 8 }),
  family('Pantry / Flour & Grain', 'Milltown', 'bag', 'FLR', '', '1kg, 5kg', 690, 1, 'Strong White Flour, Stoneground Wholemeal, Rye Flour, Spelt Flour, Semolina, Carnaroli Rice, Puy-style Lentils, Pearl Barley, Rolled Oats, Polenta'),
  family('Pantry / Mustard', 'Long Table', 'jar', 'MUS', 'Mustard', '190g', 990, 0.35, 'Wholegrain, Dijon, Honey, Ale & Stout, Tarragon, Hot English, Horseradish, Walnut, Beer & Chive, Maple, Green Peppercorn', { carton: 6 }),
  family('Snacks / Crackers', 'Coast & Crumb', 'box', 'CRK', 'Crackers', '135g', 850, 0.2, 'Rosemary & Sea Salt, Fig & Almond, Beetroot, Seeded, Charcoal, Parmesan, Black Pepper, Linseed & Chia, Oat', { carton: 12 }),
  family('Snacks / Biscuits', 'Coast & Crumb', 'box', 'BIS', 'Biscuits', '180g', 990, 0.25, 'Butter Shortbread, Ginger Crunch, Anzac, Lemon Melting Moment, Double Chocolate, Hazelnut Amaretti, Honey Oat, Coconut Macaroon', { carton: 12 }),
  family('Snacks / Chocolate', 'Ōtari Cacao', 'bar', 'CHO', 'Chocolate', '70g', 890, 0.08, 'Dark 70%, Dark 85%, Milk 45%, Sea Salt Caramel, Raspberry & Rose, Roasted Hazelnut, Feijoa, Coffee & Cardamom, White & Passionfruit, Ginger, Orange & Almond, Peppermint, Hokey Pokey', { carton: 15 }),
  family('Snacks / Nuts', 'Coast & Crumb', 'bag', 'NUT', '', '150g, 1kg', 1190, 0.18, 'Smoked Almonds, Honey Cashews, Rosemary Walnuts, Chilli Macadamias, Maple Pecans, Salted Pistachios, Bar Mix, Tamari Seeds'),
  family('Drinks / Tea', 'Kettle & Leaf', 'tin', 'TEA', 'Tea', '80g', 1690, 0.18, 'English Breakfast, Earl Grey, Smoky Lapsang, Sencha, Jasmine Pearls, Kawakawa Leaf, Chamomile, Peppermint, Lemon & Ginger, Masala Chai, Rooibos Vanilla, Oolong', { carton: 6 }),
  family('Drinks / Coffee', 'Harbour Roast', 'bag', 'COF', 'Coffee', '250g, 1kg', 1790, 0.28, 'House Blend, Dark Harbour, Ethiopia Guji, Colombia Huila, Decaf, Filter Blend, Papua New Guinea Sigri, Espresso No. 4'),
  family('Drinks / Cordial', 'Orchard Road', 'bottle', 'COR', 'Cordial', '500ml', 1290, 0.85, 'Elderflower, Blackcurrant, Lemon Barley, Raspberry, Feijoa, Lime, Rhubarb, Ginger', { carton: 6 }),
  family('Drinks / Sparkling', 'Orchard Road', 'bottle', 'SPK', 'Soda', '330ml', 490, 0.5, 'Blood Orange, Grapefruit, Cola Nut, Ginger Beer, Pear, Yuzu, Rhubarb', { carton: 24 }),
  family('Chilled / Cheese', 'Kaimai Dairy', 'wheel', 'CHE', '', '180g, 1.5kg', 1490, 0.2, 'Washed Rind, Aged Cheddar, Blue, Camembert, Goat Chèvre, Havarti, Smoked Gouda, Sheep Pecorino, Halloumi'),
  family('Home / Aprons', 'Harbour & Hill', 'apron', 'APR', 'Apron', 'each', 6900, 0.5, 'Linen Bib, Waxed Canvas, Striped Cotton, Denim Cross-back', { colours: ['Natural', 'Ink', 'Olive'], sizes: ['S', 'M', 'L', 'XL'] }),
  family('Home / Tea Towels', 'Harbour & Hill', 'towel', 'TWL', 'Tea Towel', 'each', 2490, 0.12, 'Fern, Kelp Forest, Harbour Map, Citrus, Gingham, Tūī, Wide Stripe, Herb Garden', { carton: 10 }),
  family('Home / Bowls', 'Clay & Co.', 'bowl', 'BWL', 'Bowl', 'each', 3900, 0.7, 'Breakfast, Pasta, Noodle, Serving, Dip, Nesting Mixing', { colours: ['Oat', 'Sea', 'Charcoal'] }),
  family('Home / Mugs', 'Clay & Co.', 'mug', 'MUG', '', 'each', 2900, 0.4, 'Latte Mug, Espresso Cup, Handled Mug, Tumbler', { colours: ['Oat', 'Sea', 'Charcoal', 'Terracotta'] }),
  family('Home / Boards', 'Rimu & Sons', 'board', 'BRD', 'Board', 'Small, Large', 5900, 1.1, 'Serving, Bread, Cheese, Chopping, Antipasto'),
  family('Home / Glass', 'Clearwater', 'carafe', 'GLS', '', 'each', 3400, 0.6, 'Water Carafe, Storage Jar, Wine Decanter, Oil Cruet, Juice Glass Set, Cake Dome'),
  family('Gift / Candles', 'Hill House', 'candle', 'CDL', 'Candle', '220g', 4200, 0.5, 'Fig Leaf, Beach Driftwood, Mānuka Smoke, Lemon Verbena, Pōhutukawa, Black Tea, Cedar & Moss', { carton: 6 }),
  family('Gift / Soap', 'Hill House', 'soap', 'SOP', 'Soap', '140g', 1290, 0.16, 'Oat & Honey, Kawakawa, Lavender, Charcoal, Lemongrass, Sea Kelp, Rose Clay, Coffee Scrub', { carton: 12 }),
  family('Gift / Hampers', 'Harbour & Hill', 'basket', 'HMP', 'Hamper', 'each', 14900, 3.5, 'Harbour, Hilltop, Cheese Lover, Breakfast, Bach Weekend, Host'),
]
