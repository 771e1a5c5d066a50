// What of a product can be changed here, each with a word on whether it follows Cin7 or is kept as it is here.
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ProductView } from '../../../src/contract/products.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Section } from '../../ui/page.tsx'
import { NumberField, TextField } from '../../ui/text-field.tsx'
import type { useRecordDraft } from './use-record-draft.ts'

export type ProductField = 'name' | 'basePrice' | 'isActive'
export type ProductValues = { name: string; basePrice: string; isActive: boolean }

export function ProductForm(props: {
  product: ProductView
  draft: ReturnType<typeof useRecordDraft<ProductValues>>
  currency: string
  mayNot: string | null
  busy: boolean
  labels: Readonly<Record<ProductField, string>>
  onFollow: (field: ProductField) => void
}) {
  const t = useTranslations('products')
  const { product, draft } = props
  const follow = (field: ProductField): ReactNode => <Follow {...props} field={field} />
  return (
    <Section title={t('details')} first>
      <div className="flex flex-col gap-5">
        <div className="flex flex-col gap-1">
          <TextField label={t('nameLabel')} autoComplete="off" {...draft.text('name')} />
          {follow('name')}
        </div>
        <div className="flex flex-col gap-1">
          <NumberField
            label={
              product.unit === null || product.unit === ''
                ? t('priceLabelPlain')
                : t('priceLabel', { unit: product.unit })
            }
            after={props.currency}
            className="md:max-w-56"
            hint={draft.values.basePrice === '' ? (product.orderable.why ?? t('priceHint')) : undefined}
            {...draft.text('basePrice')}
          />
          {follow('basePrice')}
        </div>
        <div className="flex flex-col gap-1">
          <Checkbox
            label={t('isActive')}
            hint={t('isActiveHint')}
            name="isActive"
            checked={draft.values.isActive}
            onChange={(value) => draft.set('isActive', value)}
          />
          {follow('isActive')}
        </div>
      </div>
    </Section>
  )
}

function Follow(props: Parameters<typeof ProductForm>[0] & { field: ProductField }) {
  const t = useTranslations('products')
  const { product, field, draft } = props
  if (product.link === null) return <Line>{t('notLinkedField')}</Line>
  const touched = draft.changed.includes(field)
  if (!product.keptFields.includes(field)) {
    const tier = product.tierPrices.find((one) => one.inUse)
    if (touched) return <Line>{t('willKeep')}</Line>
    return (
      <Line>
        {field === 'basePrice' && tier !== undefined ? t('followsTier', { tier: tier.label }) : t('follows')}
      </Line>
    )
  }
  return (
    <Line>
      {t('kept')}{' '}
      <Button
        size="small"
        variant="quiet"
        className="h-6! px-1!"
        busy={props.busy}
        disabledReason={props.mayNot}
        aria-label={t('followField', { field: props.labels[field] })}
        onClick={() => props.onFollow(field)}
      >
        {t('followAgain')}
      </Button>
    </Line>
  )
}

function Line(props: { children: ReactNode }) {
  return <p className="flex flex-wrap items-center gap-x-1.5 text-small text-soft">{props.children}</p>
}
