// Rows for the gallery's table: made up, never sent anywhere.
import type { Tone } from '../ui/status-mark.tsx'

export type GalleryRow = {
  id: string
  number: string
  customer: string
  source: string
  dayOn: string
  lines: number
  total: string
  state: { tone: Tone; word: string }
}

const customers = [
  'Harbour Street Café',
  'Bellbird Bakery',
  'The Corner Pantry',
  'Northside Grocers Pty Ltd & Sons, Newcastle',
  'Olive & Thyme',
]
const states: GalleryRow['state'][] = [
  { tone: 'grey', word: 'To review' },
  { tone: 'amber', word: 'Waiting for Cin7' },
  { tone: 'blue', word: 'In Cin7' },
  { tone: 'green', word: 'Shipped' },
  { tone: 'red', word: 'Needs you' },
]

export function galleryRows(count: number): GalleryRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `row-${index}`,
    number: `PV-${10_480 - index}`,
    customer: customers[index % customers.length] ?? '',
    source: index % 3 === 0 ? 'Store' : index % 3 === 1 ? 'EDI' : 'Phone',
    dayOn: new Date(Date.now() + (index % 6) * 86_400_000).toISOString().slice(0, 10),
    lines: 3 + ((index * 7) % 41),
    total: (120 + ((index * 917) % 4_800) + 0.45).toFixed(2),
    state: states[index % states.length] ?? { tone: 'grey', word: 'To review' },
  }))
}
