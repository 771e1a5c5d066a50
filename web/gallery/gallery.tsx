// Every primitive on one page, in the desk's frame, for looking at while developing. Not part of the built app.
import { ClipboardList, Inbox, Package, Settings, Sun, Users } from 'lucide-react'
import { useState } from 'react'
import { SupplierShell } from '../supplier/shell.tsx'
import { Page, PageHeader, Section } from '../ui/page.tsx'
import { Badge } from '../ui/status-mark.tsx'
import { Button } from '../ui/button.tsx'
import { GalleryActions } from './gallery-actions.tsx'
import { GalleryFields } from './gallery-fields.tsx'
import { GalleryRecords } from './gallery-records.tsx'
import { GalleryTable } from './gallery-table.tsx'

const items = [
  { to: '/gallery', label: 'Today', icon: Sun, keys: 'g t', exact: true },
  { to: '/gallery/orders', label: 'Orders', icon: ClipboardList, count: 0, keys: 'g o' },
  { to: '/gallery/customers', label: 'Customers', icon: Users, keys: 'g c' },
  { to: '/gallery/products', label: 'Products', icon: Package, keys: 'g p' },
  { to: '/gallery/inbox', label: 'Inbox', icon: Inbox, count: 4, keys: 'g i' },
  { to: '/gallery/settings', label: 'Settings', icon: Settings, foot: true },
]

export function Gallery() {
  const [query, setQuery] = useState('')
  const groups =
    query === 'zzz'
      ? []
      : [
          {
            name: 'Orders',
            results: [
              { id: 'o1', title: 'PV-10480', note: 'Harbour Street Café, $1,204.45', to: '/gallery' },
            ],
          },
          {
            name: 'Customers',
            results: [
              { id: 'c1', title: 'Harbour Street Café', to: '/gallery' },
              { id: 'c2', title: 'Bellbird Bakery', to: '/gallery' },
            ],
          },
        ]
  return (
    <SupplierShell
      supplierName="Fernhill Provisions"
      home="/gallery"
      items={items}
      search={{ query, onQuery: setQuery, groups, loading: false, onOpen: () => undefined }}
      light={{
        name: 'Cin7',
        tone: 'green',
        word: 'Connected',
        detail: 'Last heard 12 s ago. Nothing waits.',
        to: '/gallery',
      }}
      user={{ name: 'Mara Lindqvist', email: 'mara@fernhill.example', onSignOut: () => undefined }}
      onGo={() => undefined}
    >
      <Page>
        <PageHeader
          title="Orders"
          mark={<Badge tone="amber">3 wait for Cin7</Badge>}
          meta="Monday 23 November"
          actions={
            <>
              <Button>Export</Button>
              <Button variant="primary">New order</Button>
            </>
          }
        />
        <GalleryTable />
        <Section title="Actions and states" note="A button that may not be pressed says why.">
          <GalleryActions />
        </Section>
        <Section title="Fields">
          <GalleryFields />
        </Section>
        <Section title="Records">
          <GalleryRecords />
        </Section>
      </Page>
    </SupplierShell>
  )
}
