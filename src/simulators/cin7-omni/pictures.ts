// Serves the products' pictures: a still life drawn from the product's own name, so that no two are alike. Drawn on request
// and kept while memory lasts. /images/missing is always gone and /images/broken is no picture, for imports to cope with.

import type { ServerResponse } from 'node:http'
import sharp from 'sharp'
import type { Account } from './account.ts'
import { shapes } from './picture-shapes.ts'
import type { Paint } from './picture-shapes.ts'
import type { OptionRow, ProductRow } from './rows.ts'
import { textOf } from './wire-values.ts'
import { hashText } from './seeds/random.ts'

type Colour = { hue: number; saturation: number; light: number }

/** What a word in a name looks like; the first match decides, else the hash of the name. */
const colourWords: [pattern: RegExp, hue: number, saturation: number, light: number][] = [
  [/apricot|peach|mango|orange|marmalade|tamarillo|rooibos/i, 26, 78, 52],
  [/raspberr|strawberr|tomato|chilli|habanero|paprika|beetroot|kasundi|cherry|peri/i, 354, 62, 46],
  [/plum|boysen|blackcurrant|fig|pinot|damson|wine|octopus|olive & fig/i, 318, 38, 32],
  [/honey|clover|maple|hokey|caramel|butter|lemon|mustard|dijon|polenta|semolina/i, 43, 82, 54],
  [
    /feijoa|lime|basil|kawakawa|kāwakawa|mint|green|herb|tarragon|fern|olive|sencha|kelp|verbena|extra virgin|pear/i,
    92,
    36,
    42,
  ],
  [/sea|harbour|blue|ink|sardine|mackerel|tuna|mussel|water|driftwood|ocean/i, 204, 42, 40],
  [/charcoal|black|dark|smok|espresso|coffee|cola|liquorice|rye/i, 22, 16, 24],
  [/oat|flour|natural|vanilla|white|linen|coconut|chèvre|goat|barley|rice|shortbread/i, 38, 38, 74],
  [/rose|pink|lavender|rhubarb|elderflower/i, 338, 40, 62],
  [/terracotta|rimu|serving|bread|chopping|antipasto/i, 18, 48, 46],
]

const cardWidth = 600
const mostKept = 600
const kept = new Map<string, Buffer>()

const css = ({ hue, saturation, light }: Colour, lighter = 0): string =>
  `hsl(${hue} ${saturation}% ${Math.max(6, Math.min(95, light + lighter))}%)`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function colourOf(words: string, hash: number, shape: string): Colour {
  if (shape === 'wheel') return { hue: 34 + (hash % 18), saturation: 55, light: 52 + (hash % 14) }
  const match = colourWords.find(([pattern]) => pattern.test(words))
  if (!match) return { hue: hash % 360, saturation: 38, light: 46 }
  const [, hue, saturation, light] = match
  return { hue: (hue + (hash % 13) - 6 + 360) % 360, saturation, light: light + ((hash >> 4) % 9) - 4 }
}

/** At most four short lines for a label. */
function titleLines(name: string): string[] {
  const lines: string[] = []
  for (const word of name.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= 11) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.slice(0, 4).map(escaped)
}

function drawing(product: ProductRow, option: OptionRow | undefined): string {
  const colourName = textOf(option?.['option1'])
  const words = product['optionLabel1'] === 'Colour' ? colourName : product.name
  const hash = hashText(`${product.id}${product.name}${colourName}`)
  const main = colourOf(words, hash, textOf(product['pictureShape']))
  const ground: Colour = { hue: (main.hue + 24 + (hash % 20)) % 360, saturation: 26, light: 88 }
  const accent: Colour = { hue: (main.hue + 165 + (hash % 40)) % 360, saturation: 42, light: 40 }
  const paint: Paint = {
    main: css(main),
    dark: css(main, -14),
    light: css(main, 16),
    label: '#fbf6ea',
    ink: '#2b2420',
    accent: css(accent),
    title: titleLines(product.name),
    brand: escaped(textOf(product['brand']).toUpperCase()),
    twist: (hash % 1000) / 1000,
  }
  const draw = shapes[textOf(product['pictureShape'])] ?? shapes['box']
  const mirrored = hash % 2 === 0
  const scale = option?.['option1'] && /kg|500|Large/.test(colourName) ? 1.2 : 1.1
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${cardWidth}" height="${cardWidth}" viewBox="0 0 600 600"><defs>
<linearGradient id="wall" x1="0" y1="0" x2="${mirrored ? 1 : 0.2}" y2="1"><stop stop-color="${css(ground, 6)}"/><stop offset="1" stop-color="${css(ground, -9)}"/></linearGradient>
<linearGradient id="round"><stop stop-color="#000" stop-opacity=".26"/><stop offset=".22" stop-color="#fff" stop-opacity=".16"/><stop offset=".55" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".3"/></linearGradient>
<linearGradient id="sheen" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#fff" stop-opacity=".22"/><stop offset=".6" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".16"/></linearGradient>
<linearGradient id="metal"><stop stop-color="#8d8f92"/><stop offset=".3" stop-color="#f2f2f0"/><stop offset=".6" stop-color="#b9babb"/><stop offset="1" stop-color="#7c7e82"/></linearGradient>
<radialGradient id="shade"><stop stop-color="#000" stop-opacity=".34"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs>
<rect width="600" height="600" fill="url(#wall)"/><circle cx="${mirrored ? 430 : 160}" cy="210" r="${150 + (hash % 50)}" fill="${css(ground, 5)}" opacity=".7"/>
<path d="M0 446h600v154H0z" fill="${css({ ...ground, saturation: 30 }, -18)}"/><path d="M0 446h600v5H0z" fill="#fff" opacity=".35"/>
<ellipse cx="${mirrored ? 322 : 282}" cy="476" rx="190" ry="26" fill="url(#shade)"/>
<g transform="translate(300 470) scale(${scale}) translate(-300 -470)">${draw ? draw(paint) : ''}</g></svg>`
}

function findSubject(
  accounts: Map<string, Account>,
  path: string,
): { product: ProductRow; option: OptionRow | undefined } | null {
  const match = /^\/images\/p(\d+)(?:-o(\d+))?\.png$/.exec(path)
  if (!match) return null
  for (const account of accounts.values()) {
    const product = account.products.get(Number(match[1]))
    if (!product) continue
    return {
      product,
      option: match[2]
        ? account.options.by('id', Number(match[2]))[0]
        : account.options.by('productId', product.id)[0],
    }
  }
  return null
}

async function drawn(
  path: string,
  subject: { product: ProductRow; option: OptionRow | undefined },
): Promise<Buffer> {
  const key = `${path} ${subject.product.name}`
  const known = kept.get(key)
  if (known) return known
  const picture = await sharp(Buffer.from(drawing(subject.product, subject.option)))
    .png({ compressionLevel: 7, palette: true })
    .toBuffer()
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, picture)
  return picture
}

export async function answerPicture(
  path: string,
  response: ServerResponse,
  accounts: Map<string, Account>,
): Promise<void> {
  if (path.startsWith('/images/broken/')) {
    response.writeHead(200, { 'content-type': 'image/png' }).end('This was a picture once.')
    return
  }
  const subject = findSubject(accounts, path)
  if (!subject) {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>')
    return
  }
  const picture = await drawn(path, subject)
  response.writeHead(200, {
    'content-type': 'image/png',
    'content-length': picture.length,
    'cache-control': 'max-age=3600',
  })
  response.end(picture)
}
