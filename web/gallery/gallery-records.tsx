// The gallery's record parts: facts, totals, timeline, checklist, progress, empty and error states.
import { Package } from 'lucide-react'
import { useState } from 'react'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { Checklist } from '../ui/checklist.tsx'
import { EmptyState, ErrorState } from '../ui/empty-state.tsx'
import { KeyValue } from '../ui/key-value.tsx'
import { Money, Qty } from '../ui/money.tsx'
import { Card, Columns, Figure } from '../ui/page.tsx'
import { PartsBar, Progress } from '../ui/progress.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { Timeline } from '../ui/timeline.tsx'

const at = new Date(Date.now() - 40_000).toISOString()

export function GalleryRecords() {
  const [open, setOpen] = useState<string | null>('connect')
  return (
    <Columns
      side={
        <>
          <Card
            title="Cin7"
            mark={<StatusMark tone="blue">In Cin7, verified</StatusMark>}
            footer={<Button size="small">Open in Cin7</Button>}
          >
            <KeyValue
              facts={[
                { name: 'Reference', value: 'PV-10480' },
                { name: 'Stage', value: 'New' },
                { name: 'Seen', value: <Age at={at} /> },
                { name: 'Branch', value: 'Main warehouse', note: 'from the customer’s branch value' },
              ]}
            />
          </Card>
          <KeyValue
            sums
            facts={[
              { name: 'Lines', value: <Money amount="1180.40" currency="AUD" /> },
              { name: 'Freight', value: <Money amount="24.05" currency="AUD" /> },
              { name: 'Total', value: <Money amount="1204.45" currency="AUD" /> },
            ]}
          />
          <Timeline
            label="What happened"
            items={[
              { id: '3', what: 'Sales order PV-10480 made in Cin7', when: '9:41', tone: 'blue' },
              { id: '2', what: 'Approved', who: 'Mara Lindqvist', when: '9:40' },
              {
                id: '1',
                what: 'Quantity of Roma tomatoes changed from 4 to 6',
                who: 'Mara Lindqvist',
                when: '9:38',
              },
              { id: '0', what: 'Placed in the store', who: 'Harbour Street Café', when: 'Yesterday 18:02' },
            ]}
          />
        </>
      }
    >
      <div className="mb-7 flex flex-wrap gap-10">
        <Figure label="To review" note="oldest 38 min">
          12
        </Figure>
        <Figure label="Shipped today">
          <Qty qty="1204" />
        </Figure>
        <Figure label="Unit price">
          <Money amount="3.4275" currency="AUD" />
        </Figure>
      </div>
      <Checklist
        label="Set-up"
        open={open}
        onOpen={setOpen}
        steps={[
          { id: 'business', title: 'Your business', state: 'done', note: 'Fernhill Provisions' },
          {
            id: 'connect',
            title: 'Connect Cin7',
            state: 'now',
            note: 'about 3 minutes',
            body: <p>In Cin7, open Settings › Integrations & API › API v1 and choose Add.</p>,
          },
          { id: 'customers', title: 'Import customers', state: 'trouble', note: '2 cannot be used' },
          { id: 'products', title: 'Import products', state: 'later', note: 'about 2 minutes' },
        ]}
      />
      <div className="mt-7 flex flex-col gap-6">
        <Progress
          label="Importing customers"
          value={4_210}
          max={10_000}
          detail="4,210 of 10,000 · 2 min left"
        />
        <Progress label="Looking for changes" value={null} />
        <PartsBar
          label="Calls to Cin7 today"
          max={5_000}
          parts={[
            { label: 'Sales orders', value: 640, tone: 'accent' },
            { label: 'Dispatches', value: 1_120, tone: 'green' },
            { label: 'Import', value: 410, tone: 'grey' },
          ]}
        />
        <SkeletonLines />
        <EmptyState
          compact
          icon={Package}
          title="No products yet"
          action={<Button variant="primary">Import from Cin7</Button>}
        >
          Products come from Cin7, one for each product option.
        </EmptyState>
        <ErrorState compact title="Could not load the products" onRetry={() => undefined}>
          The connection is down, or Purvey is restarting.
        </ErrorState>
      </div>
    </Columns>
  )
}
