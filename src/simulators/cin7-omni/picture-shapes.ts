// Draws the things of the demo range as SVG: jar, bottle, bag, box, tin, bar and homeware, each standing on a line at
// y = 470 of an 600 x 600 picture. Pure text in, text out; every word must be escaped before it comes here.

export type Paint = {
  /** Contents or body. */
  main: string
  dark: string
  light: string
  label: string
  ink: string
  accent: string
  /** Label words, already escaped. */
  title: string[]
  brand: string
  /** 0 to 1, different for each product. */
  twist: number
}

const font = "font-family=\"'Liberation Serif','DejaVu Serif',Georgia,serif\""
const plain = "font-family=\"'Liberation Sans','DejaVu Sans',Arial,sans-serif\""

function label(paint: Paint, x: number, y: number, width: number, height: number): string {
  const middle = x + width / 2
  const longest = Math.max(...paint.title.map((word) => word.length), 4)
  const size = Math.min(27, (width - 18) / (longest * 0.54), (height - 40) / paint.title.length / 1.1)
  const top = y + height / 2 - ((paint.title.length - 1) * size * 1.08) / 2 + size * 0.36
  const lines = paint.title
    .map(
      (word, index) =>
        `<text x="${middle}" y="${top + index * size * 1.08}" font-size="${size}" ${font} font-weight="700" fill="${paint.ink}" text-anchor="middle">${word}</text>`,
    )
    .join('')
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="${paint.label}"/>
<rect x="${x + 5}" y="${y + 5}" width="${width - 10}" height="${height - 10}" rx="2" fill="none" stroke="${paint.accent}" stroke-width="1.6"/>
<text x="${middle}" y="${y + 19}" font-size="9.5" letter-spacing="1.6" ${plain} fill="${paint.ink}" opacity=".8" text-anchor="middle">${paint.brand}</text>
${lines}<path d="M${middle - 22} ${y + height - 13}h44" stroke="${paint.accent}" stroke-width="1.6"/>`
}

const shine = (path: string, opacity = 0.28): string => `<path d="${path}" fill="#fff" opacity="${opacity}"/>`

function jar(p: Paint): string {
  const cloth = p.twist > 0.55
  const lid = cloth
    ? `<path d="M206 186q94-46 188 0l14 38q-108 20-216 0z" fill="${p.accent}"/><path d="M206 186q94-46 188 0" fill="none" stroke="#fff" stroke-width="3" opacity=".5" stroke-dasharray="4 7"/><rect x="214" y="205" width="172" height="9" rx="4" fill="#c9a36a"/>`
    : `<rect x="212" y="170" width="176" height="44" rx="8" fill="url(#metal)"/><path d="M212 186h176M212 198h176" stroke="#0003" stroke-width="2"/>`
  return `<rect x="196" y="210" width="208" height="260" rx="34" fill="${p.main}"/>
<rect x="196" y="210" width="208" height="260" rx="34" fill="url(#round)"/>${shine('M214 240q-4 100 2 200q8 12 16 16V236q-12-4-18 4z')}
${lid}${label(p, 222, 276, 156, 130)}`
}

function bottle(p: Paint): string {
  const body =
    'M262 150h76v58q0 22 26 44q20 18 20 48v142q0 28-28 28H244q-28 0-28-28V300q0-30 20-48q26-22 26-44z'
  return `<path d="${body}" fill="${p.main}"/><path d="${body}" fill="url(#round)"/>
<rect x="258" y="96" width="84" height="62" rx="9" fill="${p.accent}"/><rect x="258" y="96" width="84" height="62" rx="9" fill="url(#round)"/>
${shine('M236 290q4-18 18-30l4 8q-12 12-14 34v130q-8-2-10-12z')}${label(p, 222, 306, 156, 128)}`
}

function bag(p: Paint): string {
  const body = 'M196 168q104-16 208 0l10 292q-114 20-228 0z'
  return `<path d="${body}" fill="${p.main}"/><path d="${body}" fill="url(#round)"/>
<path d="M196 168q104-16 208 0l-2 38q-102-14-204 0z" fill="${p.dark}"/><path d="M198 206q102-14 204 0" fill="none" stroke="${p.light}" stroke-width="2" stroke-dasharray="6 6"/>
<path d="M214 230q-6 110-8 210M386 230q6 110 8 210" stroke="#0002" stroke-width="5" fill="none"/>${label(p, 224, 252, 152, 150)}`
}

function box(p: Paint): string {
  return `<path d="M372 168l52-26v292l-52 36z" fill="${p.dark}"/><path d="M188 168l50-26h186l-52 26z" fill="${p.light}"/>
<rect x="188" y="168" width="184" height="302" fill="${p.main}"/><rect x="188" y="168" width="184" height="302" fill="url(#sheen)"/>
<circle cx="280" cy="406" r="40" fill="${p.light}"/><circle cx="280" cy="406" r="31" fill="none" stroke="${p.accent}" stroke-width="6" stroke-dasharray="3 7"/>
<circle cx="${262 + p.twist * 30}" cy="400" r="9" fill="${p.accent}"/>${label(p, 204, 196, 152, 146)}`
}

function tin(p: Paint): string {
  return `<path d="M176 236v196q124 62 248 0V236z" fill="${p.main}"/><path d="M176 236v196q124 62 248 0V236z" fill="url(#round)"/>
<ellipse cx="300" cy="236" rx="124" ry="36" fill="url(#metal)"/><ellipse cx="300" cy="236" rx="106" ry="28" fill="none" stroke="#0003" stroke-width="3"/>
<path d="M282 228q18-16 36 0q-4 16-18 16t-18-16z" fill="#0002"/><path d="M176 416q124 62 248 0v18q-124 62-248 0z" fill="${p.accent}"/>${label(p, 214, 292, 172, 118)}`
}

function bar(p: Paint): string {
  return `<g transform="rotate(${-9 + p.twist * 14} 300 320)"><rect x="198" y="128" width="204" height="76" fill="${p.dark}"/>
<path d="M204 134h62v62h-62zM270 134h62v62h-62zM336 134h60v62h-60z" fill="#fff" opacity=".1"/><path d="M192 196l12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10 12-10 12 10 12-10v30H192z" fill="#d9c9a6"/>
<rect x="192" y="206" width="216" height="264" rx="4" fill="${p.main}"/><rect x="192" y="206" width="216" height="264" rx="4" fill="url(#sheen)"/>
<path d="M192 420q54-40 108 0t108 0v46q0 4-4 4H196q-4 0-4-4z" fill="${p.accent}" opacity=".85"/>${label(p, 218, 236, 164, 150)}</g>`
}

function apron(p: Paint): string {
  const stripes =
    p.twist > 0.5
      ? `<path d="M214 300v164M246 300v170M354 300v170M386 300v164" stroke="${p.light}" stroke-width="7" opacity=".7"/>`
      : ''
  return `<path d="M252 150q48-74 96 0" fill="none" stroke="${p.dark}" stroke-width="9"/><path d="M252 148h96l14 76q6 34 48 50l10 188q-120 22-240 0l10-188q42-16 48-50z" fill="${p.main}"/>
${stripes}<path d="M252 148h96l14 76q6 34 48 50l10 188q-120 22-240 0l10-188q42-16 48-50z" fill="url(#round)"/><path d="M190 276q-50 24-62 70M410 276q50 24 62 70" fill="none" stroke="${p.dark}" stroke-width="8" stroke-linecap="round"/>
<path d="M240 336h120v76q-60 18-120 0z" fill="${p.dark}" opacity=".55"/><path d="M300 336v84" stroke="${p.light}" stroke-width="2" stroke-dasharray="5 5"/><rect x="274" y="186" width="52" height="30" rx="3" fill="${p.label}"/><path d="M282 201h36" stroke="${p.accent}" stroke-width="4"/>`
}

function towel(p: Paint): string {
  const leaf = (x: number, y: number, turn: number) =>
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(1.15)"><path d="M0 0q22-30 0-62q-22 32 0 62z" fill="${p.accent}"/><path d="M0 0v-52" stroke="${p.label}" stroke-width="2"/></g>`
  const leaves = [0, 1, 2, 3, 4, 5]
    .map((i) => leaf(252 + (i % 2) * 96, 280 + Math.floor(i / 2) * 76, (i % 2 ? 32 : -32) + p.twist * 40))
    .join('')
  return `<rect x="150" y="120" width="300" height="14" rx="7" fill="#9b7448"/><path d="M206 132h188v322q-94 14-188 0z" fill="${p.label}"/>
<path d="M206 158h188M206 170h188M206 424h188M206 436h188" stroke="${p.main}" stroke-width="6"/>${leaves}<path d="M206 132h188v322q-94 14-188 0z" fill="url(#round)"/><path d="M284 132v300" stroke="#0001" stroke-width="14"/>`
}

function bowl(p: Paint): string {
  return `<path d="M138 296q0 150 112 168h100q112-18 112-168z" fill="${p.main}"/><path d="M138 296q0 150 112 168h100q112-18 112-168z" fill="url(#round)"/>
<ellipse cx="300" cy="296" rx="162" ry="46" fill="${p.light}"/><ellipse cx="300" cy="300" rx="144" ry="36" fill="${p.dark}"/><ellipse cx="300" cy="308" rx="116" ry="24" fill="${p.main}" opacity=".6"/>
<path d="M146 340q154 52 308 0" fill="none" stroke="${p.accent}" stroke-width="${5 + p.twist * 9}" opacity=".75"/><rect x="246" y="460" width="108" height="12" rx="4" fill="${p.dark}"/>`
}

function mug(p: Paint): string {
  return `<path d="M386 262q92-12 84 66t-96 76" fill="none" stroke="${p.main}" stroke-width="26"/><path d="M190 226h206l-12 214q-2 30-32 30H234q-30 0-32-30z" fill="${p.main}"/>
<path d="M190 226h206l-12 214q-2 30-32 30H234q-30 0-32-30z" fill="url(#round)"/><ellipse cx="293" cy="226" rx="103" ry="26" fill="${p.light}"/><ellipse cx="293" cy="230" rx="90" ry="20" fill="#4a2d1b"/>
<path d="M196 ${372 + p.twist * 30}h194l-5 68q-2 30-32 30H234q-30 0-32-30z" fill="${p.accent}" opacity=".55"/><path d="M264 190q-16-22 0-42t0-42M316 186q-16-22 0-42t0-42" fill="none" stroke="#fff" stroke-width="7" opacity=".45" stroke-linecap="round"/>`
}

function board(p: Paint): string {
  return `<g transform="rotate(${-6 + p.twist * 12} 300 320)"><rect x="280" y="96" width="40" height="110" rx="20" fill="${p.main}"/><rect x="184" y="184" width="232" height="286" rx="34" fill="${p.main}"/>
<path d="M206 230q94 30 188-6M204 286q96-26 192 10M206 350q94 34 190-4M210 410q90-20 180 8" fill="none" stroke="${p.dark}" stroke-width="5" opacity=".5"/><circle cx="300" cy="124" r="10" fill="#fff" opacity=".8"/>
<circle cx="262" cy="380" r="34" fill="#f2d675"/><path d="M262 380l30-18a34 34 0 0 1 4 18z" fill="#fff6cf"/><circle cx="346" cy="396" r="15" fill="#6d2740"/><circle cx="366" cy="372" r="13" fill="#7f3350"/><path d="M318 322q26-34 52 0q-26 26-52 0z" fill="#7c9a55"/></g>`
}

function candle(p: Paint): string {
  return `<path d="M300 118q26 36 0 66q-26-30 0-66z" fill="#f6b73c"/><path d="M300 142q12 20 0 38q-12-18 0-38z" fill="#fff3c2"/><circle cx="300" cy="158" r="74" fill="#f6c860" opacity=".18"/><path d="M300 182v40" stroke="#333" stroke-width="4"/>
<ellipse cx="300" cy="226" rx="104" ry="24" fill="${p.light}"/><path d="M196 226v204q0 40 40 40h128q40 0 40-40V226q-104 48-208 0z" fill="${p.main}"/><path d="M196 226v204q0 40 40 40h128q40 0 40-40V226q-104 48-208 0z" fill="url(#round)"/>${label(p, 222, 290, 156, 126)}`
}

function soap(p: Paint): string {
  return `<path d="M160 330l44-50h236l-40 50z" fill="${p.light}"/><path d="M400 330l40-50v120l-40 62z" fill="${p.dark}"/><rect x="160" y="330" width="240" height="132" rx="10" fill="${p.main}"/>
<circle cx="190" cy="352" r="4" fill="${p.accent}"/><circle cx="372" cy="440" r="5" fill="${p.accent}"/><circle cx="380" cy="356" r="3" fill="${p.dark}"/>${label(p, 200, 338, 160, 118)}
<circle cx="436" cy="238" r="18" fill="#fff" opacity=".55"/><circle cx="470" cy="206" r="11" fill="#fff" opacity=".5"/><circle cx="${430 + p.twist * 40}" cy="186" r="7" fill="#fff" opacity=".6"/>`
}

function basket(p: Paint): string {
  const weave = [0, 1, 2, 3]
    .map(
      (row) =>
        `<path d="M${150 + row * 7} ${348 + row * 30}h${300 - row * 14}" stroke="#8c6136" stroke-width="9" stroke-dasharray="22 10" stroke-dashoffset="${row % 2 ? 16 : 0}"/>`,
    )
    .join('')
  return `<rect x="206" y="206" width="62" height="130" rx="14" fill="${p.main}"/><rect x="214" y="190" width="46" height="22" rx="4" fill="${p.dark}"/><rect x="214" y="246" width="46" height="50" fill="${p.label}"/>
<path d="M292 150h36v50q0 12 10 22v116h-56V222q10-10 10-22z" fill="${p.accent}"/><rect x="290" y="248" width="40" height="48" fill="${p.label}"/><rect x="350" y="214" width="64" height="120" fill="${p.light}"/><path d="M350 214h64v26h-64z" fill="${p.dark}"/>
<path d="M138 326h324l-30 134q-132 22-264 0z" fill="#c4945a"/>${weave}<rect x="130" y="314" width="340" height="24" rx="12" fill="#a9753f"/><path d="M240 326q60 44 120 0l-28 44q-32 20-64 0z" fill="${p.accent}"/>`
}

function carafe(p: Paint): string {
  const glass = 'M262 130h76v70q0 30 44 88q30 42 30 96q0 86-60 86H248q-60 0-60-86q0-54 30-96q44-58 44-88z'
  return `<path d="${glass}" fill="${p.light}" opacity=".55"/><path d="M199 340q100 ${14 + p.twist * 22} 202 0q11 22 11 44q0 86-60 86H248q-60 0-60-86q0-22 11-44z" fill="${p.main}" opacity=".75"/>
<path d="${glass}" fill="none" stroke="#fff" stroke-width="6" opacity=".8"/><path d="M222 320q-16 40-10 90" fill="none" stroke="#fff" stroke-width="9" opacity=".7" stroke-linecap="round"/><rect x="254" y="118" width="92" height="18" rx="9" fill="#fff" opacity=".85"/><rect x="272" y="82" width="56" height="42" rx="10" fill="#b78650"/>`
}

function wheel(p: Paint): string {
  return `<path d="M150 330v88q150 104 300 0v-88z" fill="${p.main}"/><path d="M150 330v88q150 104 300 0v-88z" fill="url(#round)"/><ellipse cx="300" cy="330" rx="150" ry="62" fill="${p.light}"/>
<path d="M300 330l148 -10a150 62 0 0 1 -70 64z" fill="${p.label}"/><path d="M300 330l78 54v82l-78-46z" fill="#f4e3ad"/><circle cx="336" cy="396" r="8" fill="#e2c983"/><circle cx="356" cy="426" r="6" fill="#e2c983"/><circle cx="322" cy="372" r="5" fill="#e2c983"/>${label(p, 168, 226, 150, 104)}`
}

export const shapes: Record<string, (paint: Paint) => string> = {
  jar,
  bottle,
  bag,
  box,
  tin,
  bar,
  apron,
  towel,
  bowl,
  mug,
  board,
  candle,
  soap,
  basket,
  carafe,
  wheel,
}
