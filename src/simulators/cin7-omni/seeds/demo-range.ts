// The range of the demo supplier, a New Zealand speciality food and homeware wholesaler: families of products that differ in
// flavour, pattern or colour. Brands and products are made up.

export type Family = {
  category: string
  sub: string
  brand: string
  /** What the picture shows: a name in picture-shapes.ts. */
  shape: string
  /** First letters of the codes. */
  prefix: string
  /** What follows the variety in the name. */
  noun: string
  /** One pack is one option; several make options of one product. */
  packs: string[]
  /** Retail price including GST of the first pack, in cents. */
  retailCents: number
  weightKg: number
  /** Units in a carton, sold as a unit of measure of its own. */
  carton?: number
  colours?: string[]
  sizes?: string[]
  varieties: string[]
}

// category / sub | brand | shape | prefix | noun | packs | retail | kg | carton | colours | sizes | varieties
const table = `
Pantry / Jam & Marmalade | Rata Lane | jar | JAM | Jam | 280g | 10.90 | 0.45 | 6 |  |  | Central Otago Apricot, Boysenberry, Black Doris Plum, Strawberry & Vanilla, Raspberry, Feijoa & Ginger, Blackcurrant, Damson, Fig & Orange, Rhubarb & Rose, Tamarillo, Quince
Pantry / Jam & Marmalade | Rata Lane | jar | MRM | Marmalade | 280g, 1.2kg | 11.50 | 0.45 | 6 |  |  | Seville Orange, Gisborne Grapefruit, Three Citrus, Lime & Ginger
Pantry / Honey | Two Valleys | jar | HNY | Honey | 250g, 500g, 1kg | 14.50 | 0.4 |  |  |  | Clover, Kāmahi, Rewarewa, Mānuka MGO 100, Mānuka MGO 250, Pōhutukawa, Thyme, Beech Honeydew
Pantry / Chutney & Relish | Rata Lane | jar | CHT | Chutney | 270g | 11.90 | 0.45 | 6 |  |  | Spiced Apple, Kasundi Tomato, Peach & Chilli, Beetroot & Orange, Caramelised Onion, Green Tomato, Mango & Lime, Plum & Star Anise, Pear & Walnut
Pantry / Oil | Waiheke Grove | bottle | OIL | Olive Oil | 250ml, 500ml | 18.90 | 0.6 |  |  |  | Extra Virgin, Lemon Pressed, Garlic Infused, Frantoio, Koroneiki, Basil Infused, Smoked
Pantry / Vinegar | Waiheke Grove | bottle | VIN | Vinegar | 375ml | 13.90 | 0.7 | 6 |  |  | Aged Balsamic, White Balsamic, Apple Cider, Pinot Noir, Sherry, Raspberry, Fig, Tarragon
Pantry / Sauce | Long Table | bottle | SAU | Sauce | 300ml | 12.50 | 0.5 | 12 |  |  | Smoky Barbecue, Habanero Hot, Kāwakawa & Lime, Tomato, Worcester, Plum, Green Jalapeño, Peri Peri, Black Garlic Soy, Horopito Steak
Pantry / Pasta | Bottega Nord | box | PAS | Pasta | 500g | 7.90 | 0.52 | 12 |  |  | Rigatoni, Fusilli, Linguine, Orecchiette, Casarecce, Spaghetti, Paccheri, Squid Ink Tagliolini, Wholewheat Penne, Fregola
Pantry / Tins | Porto Claro | tin | TIN |  | 120g | 8.90 | 0.18 | 12 |  |  | Sardines in Olive Oil, Smoked Mussels, Mackerel in Tomato, Tuna Belly, Anchovy Fillets, Spiced Sardines, Octopus in Garlic, Squid in Ink, Smoked Eel
Pantry / Salt & Spice | Tidewater | jar | SLT |  | 90g | 9.90 | 0.2 | 8 |  |  | Flaky Sea Salt, Smoked Sea Salt, Horopito Salt, Lemon Pepper, Kelp Salt, Tellicherry Pepper, Sweet Paprika, Hot Smoked Paprika, Sumac, Dukkah, Zaʼatar, Ras el Hanout, Garam Masala, Fennel Pollen, Chilli Flakes, Vanilla Sugar
Pantry / Flour & Grain | Milltown | bag | FLR |  | 1kg, 5kg | 6.90 | 1 |  |  |  | Strong White Flour, Stoneground Wholemeal, Rye Flour, Spelt Flour, Semolina, Carnaroli Rice, Puy-style Lentils, Pearl Barley, Rolled Oats, Polenta
Pantry / Mustard | Long Table | jar | MUS | Mustard | 190g | 9.90 | 0.35 | 6 |  |  | Wholegrain, Dijon, Honey, Ale & Stout, Tarragon, Hot English, Horseradish, Walnut, Beer & Chive, Maple, Green Peppercorn
Snacks / Crackers | Coast & Crumb | box | CRK | Crackers | 135g | 8.50 | 0.2 | 12 |  |  | Rosemary & Sea Salt, Fig & Almond, Beetroot, Seeded, Charcoal, Parmesan, Black Pepper, Linseed & Chia, Oat
Snacks / Biscuits | Coast & Crumb | box | BIS | Biscuits | 180g | 9.90 | 0.25 | 12 |  |  | Butter Shortbread, Ginger Crunch, Anzac, Lemon Melting Moment, Double Chocolate, Hazelnut Amaretti, Honey Oat, Coconut Macaroon
Snacks / Chocolate | Ōtari Cacao | bar | CHO | Chocolate | 70g | 8.90 | 0.08 | 15 |  |  | Dark 70%, Dark 85%, Milk 45%, Sea Salt Caramel, Raspberry & Rose, Roasted Hazelnut, Feijoa, Coffee & Cardamom, White & Passionfruit, Ginger, Orange & Almond, Peppermint, Hokey Pokey
Snacks / Nuts | Coast & Crumb | bag | NUT |  | 150g, 1kg | 11.90 | 0.18 |  |  |  | Smoked Almonds, Honey Cashews, Rosemary Walnuts, Chilli Macadamias, Maple Pecans, Salted Pistachios, Bar Mix, Tamari Seeds
Drinks / Tea | Kettle & Leaf | tin | TEA | Tea | 80g | 16.90 | 0.18 | 6 |  |  | English Breakfast, Earl Grey, Smoky Lapsang, Sencha, Jasmine Pearls, Kawakawa Leaf, Chamomile, Peppermint, Lemon & Ginger, Masala Chai, Rooibos Vanilla, Oolong
Drinks / Coffee | Harbour Roast | bag | COF | Coffee | 250g, 1kg | 17.90 | 0.28 |  |  |  | House Blend, Dark Harbour, Ethiopia Guji, Colombia Huila, Decaf, Filter Blend, Papua New Guinea Sigri, Espresso No. 4
Drinks / Cordial | Orchard Road | bottle | COR | Cordial | 500ml | 12.90 | 0.85 | 6 |  |  | Elderflower, Blackcurrant, Lemon Barley, Raspberry, Feijoa, Lime, Rhubarb, Ginger
Drinks / Sparkling | Orchard Road | bottle | SPK | Soda | 330ml | 4.90 | 0.5 | 24 |  |  | Blood Orange, Grapefruit, Cola Nut, Ginger Beer, Pear, Yuzu, Rhubarb
Chilled / Cheese | Kaimai Dairy | wheel | CHE |  | 180g, 1.5kg | 14.90 | 0.2 |  |  |  | Washed Rind, Aged Cheddar, Blue, Camembert, Goat Chèvre, Havarti, Smoked Gouda, Sheep Pecorino, Halloumi
Home / Aprons | Harbour & Hill | apron | APR | Apron | each | 69.00 | 0.5 |  | Natural, Ink, Olive | S, M, L, XL | Linen Bib, Waxed Canvas, Striped Cotton, Denim Cross-back
Home / Tea Towels | Harbour & Hill | towel | TWL | Tea Towel | each | 24.90 | 0.12 | 10 |  |  | Fern, Kelp Forest, Harbour Map, Citrus, Gingham, Tūī, Wide Stripe, Herb Garden
Home / Bowls | Clay & Co. | bowl | BWL | Bowl | each | 39.00 | 0.7 |  | Oat, Sea, Charcoal |  | Breakfast, Pasta, Noodle, Serving, Dip, Nesting Mixing
Home / Mugs | Clay & Co. | mug | MUG |  | each | 29.00 | 0.4 |  | Oat, Sea, Charcoal, Terracotta |  | Latte Mug, Espresso Cup, Handled Mug, Tumbler
Home / Boards | Rimu & Sons | board | BRD | Board | Small, Large | 59.00 | 1.1 |  |  |  | Serving, Bread, Cheese, Chopping, Antipasto
Home / Glass | Clearwater | carafe | GLS |  | each | 34.00 | 0.6 |  |  |  | Water Carafe, Storage Jar, Wine Decanter, Oil Cruet, Juice Glass Set, Cake Dome
Gift / Candles | Hill House | candle | CDL | Candle | 220g | 42.00 | 0.5 | 6 |  |  | Fig Leaf, Beach Driftwood, Mānuka Smoke, Lemon Verbena, Pōhutukawa, Black Tea, Cedar & Moss
Gift / Soap | Hill House | soap | SOP | Soap | 140g | 12.90 | 0.16 | 12 |  |  | Oat & Honey, Kawakawa, Lavender, Charcoal, Lemongrass, Sea Kelp, Rose Clay, Coffee Scrub
Gift / Hampers | Harbour & Hill | basket | HMP | Hamper | each | 149.00 | 3.5 |  |  |  | Harbour, Hilltop, Cheese Lover, Breakfast, Bach Weekend, Host
`

const list = (text: string): string[] => (text === '' ? [] : text.split(', '))

function readFamily(line: string): Family {
  const cells = line.split(' | ').map((cell) => cell.trim())
  const [
    place = '',
    brand = '',
    shape = '',
    prefix = '',
    noun = '',
    packs = '',
    retail = '',
    kg = '',
    ...rest
  ] = cells
  const [carton = '', colours = '', sizes = '', varieties = ''] = rest
  const [category = '', sub = ''] = place.split(' / ')
  const family: Family = {
    category,
    sub,
    brand,
    shape,
    prefix,
    noun,
    packs: list(packs),
    retailCents: Math.round(Number(retail) * 100),
    weightKg: Number(kg),
    varieties: list(varieties),
  }
  if (carton) family.carton = Number(carton)
  if (colours) family.colours = list(colours)
  if (sizes) family.sizes = list(sizes)
  return family
}

export const families: Family[] = table.trim().split('\n').map(readFamily)
