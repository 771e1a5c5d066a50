// The gallery's form, with errors as a server would send them.
import { useState } from 'react'
import { ApiProblem } from '../kit/api.ts'
import { Form, FormActions, SubmitButton, useDraft } from '../kit/form.tsx'
import { Checkbox, Switch } from '../ui/checkbox.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import { Select } from '../ui/select.tsx'
import { NumberField, TextArea, TextField } from '../ui/text-field.tsx'

type Found = { id: string; code: string; name: string }
const products: Found[] = [
  { id: '1', code: 'TOM-5', name: 'Roma tomatoes 5 kg' },
  { id: '2', code: 'OLI-1', name: 'Olive oil 1 l' },
  { id: '3', code: 'FLO-25', name: 'Baker’s flour 25 kg' },
]
const refused = new ApiProblem(422, {
  title: 'The customer was not saved',
  detail: 'Two values need a fix.',
  fields: [
    { path: 'phone', message: 'The phone number has letters in it: “04x”. Use digits only.' },
    { path: 'tier', message: 'Choose a price tier.' },
  ],
})

export function GalleryFields() {
  const draft = useDraft({
    name: 'Harbour Street Café',
    phone: '04x',
    note: '',
    minimum: '150.00',
    method: 'van',
    active: true,
    invoice: true,
  })
  const [tier, setTier] = useState<'wholesale' | 'retail' | null>(null)
  const [product, setProduct] = useState<Found | null>(null)
  const [query, setQuery] = useState('')
  const [error, setError] = useState<Error | null>(refused)
  return (
    <Form
      label="Customer"
      error={error}
      onSubmit={() => setError(error === null ? refused : null)}
      className="grid max-w-3xl gap-x-6 gap-y-4 *:first:col-span-full md:grid-cols-2"
    >
      <TextField label="Name" {...draft.bind('name')} hint="As it stands on the door." />
      <TextField label="Phone" {...draft.bind('phone')} type="tel" />
      <NumberField label="Minimum order" {...draft.bind('minimum')} before="$" after="excl." />
      <Select
        label="Price tier"
        name="tier"
        value={tier}
        onChange={setTier}
        options={[
          { value: 'wholesale', label: 'Wholesale', note: 'Second tier in Cin7' },
          { value: 'retail', label: 'Retail' },
        ]}
      />
      <Combobox
        label="Product"
        value={product}
        onChange={setProduct}
        items={products.filter((one) => one.name.toLowerCase().includes(query.toLowerCase()))}
        onQuery={setQuery}
        itemKey={(one) => one.id}
        itemLabel={(one) => one.name}
        renderItem={(one) => (
          <span className="flex gap-3">
            <span className="w-16 shrink-0 font-mono text-small text-soft">{one.code}</span>
            {one.name}
          </span>
        )}
      />
      <TextArea label="Delivery note" {...draft.bind('note')} optional placeholder="Ring twice" />
      <RadioGroup
        label="Delivery"
        value={draft.values.method}
        onChange={(method) => draft.set('method', method)}
        options={[
          { value: 'van', label: 'Our van', note: 'Tuesday and Friday' },
          { value: 'post', label: 'Carrier' },
          { value: 'pick', label: 'Pick up', disabled: true, note: 'Turned off in Settings' },
        ]}
      />
      <div className="flex flex-col items-start gap-3">
        <Checkbox
          label="Send the invoice by e-mail"
          checked={draft.values.invoice}
          onChange={(value) => draft.set('invoice', value)}
        />
        <Checkbox label="Some of them" checked={false} indeterminate onChange={() => undefined} />
        <Switch
          label="Sales orders in Cin7"
          hint="Off: staff mark orders shipped by hand."
          checked={draft.values.active}
          onChange={(value) => draft.set('active', value)}
        />
      </div>
      <FormActions>
        <SubmitButton disabledReason={draft.dirty || error !== null ? null : 'Nothing was changed yet.'}>
          Save customer
        </SubmitButton>
      </FormActions>
    </Form>
  )
}
