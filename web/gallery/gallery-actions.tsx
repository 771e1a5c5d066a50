// The gallery's buttons, states, notices and layers.
import { Copy, Ellipsis, Plus, Trash } from 'lucide-react'
import { useState } from 'react'
import { useConfirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toasts.ts'
import { Age } from '../ui/age.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog, Drawer } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Menu } from '../ui/menu.tsx'
import { Popover } from '../ui/popover.tsx'
import { Badge, Notice, StatusMark } from '../ui/status-mark.tsx'

const seenAt = new Date(Date.now() - 40_000).toISOString()

export function GalleryActions() {
  const confirm = useConfirm()
  const [dialog, setDialog] = useState(false)
  const [drawer, setDrawer] = useState(false)
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary">Approve</Button>
        <Button icon={Plus}>Add a line</Button>
        <Button variant="quiet">Why this price?</Button>
        <Button
          variant="danger"
          icon={Trash}
          onClick={() =>
            void confirm({
              title: 'Delete the price list “Cafés north”?',
              body: 'Customers on it get base prices from now on. This cannot be undone.',
              confirm: 'Delete price list',
              danger: true,
            })
          }
        >
          Delete
        </Button>
        <Button variant="primary" busy>
          Sending
        </Button>
        <Button variant="primary" disabledReason="Three lines have no price yet. Price them first.">
          Approve
        </Button>
        <Button size="small">Small</Button>
        <IconButton icon={Copy} label="Copy the order" keys="c" />
        <Menu
          trigger={<IconButton icon={Ellipsis} label="More actions" />}
          items={[
            {
              label: 'Duplicate',
              icon: Copy,
              keys: 'd',
              onSelect: () => toast.done('Duplicated as PV-10481'),
            },
            { label: 'Cancel order', disabledReason: 'It was shipped at 9:41', onSelect: () => undefined },
            'divider',
            { label: 'Delete draft', icon: Trash, danger: true, onSelect: () => undefined },
          ]}
        />
        <Popover trigger={<Button>Price details</Button>} title="Why $12.40">
          Wholesale tier $13.05, then list “Cafés north” −5 %.
        </Popover>
        <Button onClick={() => setDialog(true)}>Dialog</Button>
        <Button onClick={() => setDrawer(true)}>Drawer</Button>
        <Button
          onClick={() =>
            toast.problem('Cin7 refused SO PV-10477', {
              detail:
                'The contact “Bellbird Bakery” is not active in Cin7. Make it active there, then retry.',
            })
          }
        >
          Problem toast
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <StatusMark tone="grey">To review</StatusMark>
        <StatusMark tone="amber">Waiting for Cin7</StatusMark>
        <StatusMark tone="blue">In Cin7, verified</StatusMark>
        <StatusMark tone="green">Shipped</StatusMark>
        <StatusMark tone="red">Needs you</StatusMark>
        <Badge tone="grey">Draft</Badge>
        <Badge tone="amber">Waiting</Badge>
        <Badge tone="blue">In Cin7</Badge>
        <Badge tone="green">Shipped</Badge>
        <Badge tone="red">Needs you</Badge>
        <Age at={seenAt} seen />
        <CopyButton value="SO-88213" name="the reference" show />
        <Kbd keys="g o" />
      </div>
      <div className="grid gap-3 lg:grid-cols-2">
        <Notice
          tone="red"
          title="Cin7 refused the username or key"
          action={<Button size="small">Replace the key</Button>}
        >
          Copy both again from Settings › Integrations & API › API v1.
        </Notice>
        <Notice tone="amber" action={<Button size="small">Link a contact</Button>}>
          This customer is not linked to a Cin7 contact yet.
        </Notice>
      </div>
      <Dialog
        open={dialog}
        onClose={() => setDialog(false)}
        title="Reject order PV-10480"
        description="Harbour Street Café sees the reason."
        actions={
          <>
            <Button onClick={() => setDialog(false)}>Keep it</Button>
            <Button variant="danger" onClick={() => setDialog(false)}>
              Reject order
            </Button>
          </>
        }
      />
      <Drawer
        open={drawer}
        onClose={() => setDrawer(false)}
        title="Filters"
        actions={
          <Button variant="primary" onClick={() => setDrawer(false)}>
            Show 42 orders
          </Button>
        }
      >
        A longer task beside the page.
      </Drawer>
    </div>
  )
}
