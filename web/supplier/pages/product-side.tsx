// Beside and below a product's form: its pictures, its Cin7 option, its tier prices and what else Cin7 knows.
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { linkProduct } from '../../../src/contract/products.ts'
import type { ProductView } from '../../../src/contract/products.ts'
import { toast } from '../../kit/toasts.ts'
import { useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Money } from '../../ui/money.tsx'
import { Section } from '../../ui/page.tsx'
import { Tag } from '../../ui/status-mark.tsx'
import { LinkCard } from '../forms/link-card.tsx'
import { LinkDialog } from '../forms/link-dialog.tsx'

export function ProductSide(props: { product: ProductView; mayNot: string | null }) {
  const t = useTranslations('products')
  const r = useTranslations('record')
  const { product } = props
  // A problem elsewhere leads straight to linking.
  const { link: asked } = useSearch({ from: '/desk/products/$productId' })
  const [open, setOpen] = useState(asked !== undefined && product.link === null)
  const link = useWrite(linkProduct, {
    invalidates: ['products.', 'orders.', 'inbox.', 'desk.'],
    onDone: (linked) => {
      setOpen(false)
      toast.done(t('linkDone', { name: linked.name, option: linked.link?.name ?? '' }), {
        detail: t('linkDoneNote'),
      })
    },
  })
  return (
    <>
      <Pictures product={product} />
      <LinkCard
        link={product.link}
        missing={t('notLinkedWords')}
        actions={
          <Button
            size="small"
            disabledReason={props.mayNot}
            onClick={() => {
              link.reset()
              setOpen(true)
            }}
          >
            {product.link === null ? t('linkGo') : r('relink')}
          </Button>
        }
      />
      <LinkDialog
        kind="product"
        open={open}
        onClose={() => setOpen(false)}
        title={t('linkTitle', { name: product.name })}
        start={product.code === '' ? product.name : product.code}
        linkedKey={product.link?.remoteKey ?? null}
        busy={link.isPending}
        problem={link.error?.message ?? null}
        onLink={(remoteKey) => link.mutate({ params: { productId: product.productId }, body: { remoteKey } })}
      />
    </>
  )
}

function Pictures(props: { product: ProductView }) {
  const t = useTranslations('products')
  const { images, name } = props.product
  const [at, setAt] = useState(0)
  const ready = images.filter((one) => one.state === 'ready' && one.large !== null)
  const failed = images.filter((one) => one.state === 'failed')
  const waiting = images.some((one) => one.state === 'waiting')
  const shown = ready[Math.min(at, ready.length - 1)]
  return (
    <section aria-label={t('pictures')} className="flex flex-col gap-2">
      {shown?.large !== null && shown !== undefined && (
        <img
          src={shown.large}
          alt={t('picture', { number: String(ready.indexOf(shown) + 1), name })}
          className="aspect-square w-full max-w-88 rounded-float bg-sunken object-contain"
        />
      )}
      {ready.length > 1 && (
        <div className="flex flex-wrap gap-2">
          {ready.map((one, index) => (
            <button
              key={one.large}
              type="button"
              aria-label={t('picture', { number: String(index + 1), name })}
              aria-pressed={one === shown}
              onClick={() => setAt(index)}
              className="size-14 overflow-hidden rounded-control border border-line aria-pressed:border-accent"
            >
              <img src={one.small ?? undefined} alt="" className="size-full object-cover" />
            </button>
          ))}
        </div>
      )}
      {images.length === 0 && <p className="text-soft">{t('noPictures')}</p>}
      {waiting && <p className="text-soft">{t('pictureWaiting')}</p>}
      {failed.map((one, index) => (
        <p key={index} className="text-small wrap-anywhere text-amber-text">
          {t('pictureFailed', { reason: one.reason ?? '' })}
        </p>
      ))}
    </section>
  )
}

export function ProductFacts(props: { product: ProductView; currency: string }) {
  const t = useTranslations('products')
  const { product, currency } = props
  const options = [product.option1, product.option2, product.option3].filter(filled)
  const facts = [
    { name: t('category'), value: product.category },
    { name: t('subCategory'), value: product.subCategory },
    { name: t('brand'), value: product.brand },
    { name: t('style'), value: product.styleCode },
    { name: t('options'), value: options.join(' / ') },
    { name: t('size'), value: product.size },
    { name: t('unit'), value: product.unit },
    {
      name: t('unitSize', { unit: product.unit ?? '' }),
      value: product.unitSize === '1' ? null : product.unitSize,
    },
    { name: t('barcode'), value: product.barcode },
  ].filter((fact) => filled(fact.value))
  return (
    <div className="max-w-2xl">
      <Section title={t('tiers')} note={t('tiersNote')}>
        {product.tierPrices.length === 0 ? (
          <p className="text-soft">{t('tiersNone')}</p>
        ) : (
          <ul>
            {product.tierPrices.map((tier) => (
              <li
                key={tier.key}
                className="flex min-h-(--row) items-center justify-between gap-3 border-b border-line last:border-0"
              >
                <span className="flex min-w-0 items-center gap-2">
                  <span className="truncate">{tier.label}</span>
                  {tier.inUse && <Tag>{t('inUse')}</Tag>}
                </span>
                <Money amount={tier.price} currency={currency} strong={tier.inUse} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      {(facts.length > 0 || filled(product.description)) && (
        <Section title={t('facts')}>
          <KeyValue facts={facts} />
          {filled(product.description) && (
            <p className="mt-3 max-w-prose text-pretty whitespace-pre-line text-soft">
              {product.description}
            </p>
          )}
        </Section>
      )}
    </div>
  )
}

function filled(value: string | null): value is string {
  return value !== null && value.trim() !== ''
}
