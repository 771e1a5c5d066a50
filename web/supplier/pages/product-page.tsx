// One product: what people see and pay, which of that follows Cin7, and everything Cin7 knows about it.
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { editProduct, getProduct } from '../../../src/contract/products.ts'
import type { ProductView } from '../../../src/contract/products.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form, SubmitButton } from '../../kit/form.tsx'
import { LinkButton, TextLink } from '../../kit/link.tsx'
import { LoadProblem, isUnknown } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Columns, Page, PageHeader } from '../../ui/page.tsx'
import { Badge } from '../../ui/status-mark.tsx'
import { useDesk, useMayNot } from '../desk-session.ts'
import { ProductForm } from '../forms/product-form.tsx'
import { RecordSkeleton } from '../forms/record-skeleton.tsx'
import { SaveBar } from '../forms/save-bar.tsx'
import { useRecordDraft } from '../forms/use-record-draft.ts'
import { usePageTitle } from '../page-title.ts'
import { ProductFacts, ProductSide } from './product-side.tsx'

const touched = ['products.', 'orders.', 'inbox.', 'desk.']

export function ProductPage() {
  const t = useTranslations('products')
  const { productId } = useParams({ from: '/desk/products/$productId' })
  const read = useEndpoint(getProduct, { params: { productId } })
  usePageTitle(read.data?.name ?? t('title'))
  if (read.data !== undefined) return <Product key={productId} product={read.data} />
  return (
    <Page>
      {isUnknown(read.error) ? (
        <EmptyState title={t('gone')} action={<LinkButton to="/products">{t('toAll')}</LinkButton>}>
          {t('goneNote')}
        </EmptyState>
      ) : read.isError ? (
        <LoadProblem error={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <RecordSkeleton picture />
      )}
    </Page>
  )
}

const valuesOf = (product: ProductView) => ({
  name: product.name,
  basePrice: product.basePrice ?? '',
  isActive: product.isActive,
})

function Product(props: { product: ProductView }) {
  const t = useTranslations('products')
  const { product } = props
  const { currency } = useDesk().supplier
  const mayNot = useMayNot()('products.write')
  const values = useMemo(() => valuesOf(product), [product])
  const draft = useRecordDraft(values, product.revision)
  const invalidate = useInvalidate()
  const labels = { name: t('nameLabel'), basePrice: t('priceLabelPlain'), isActive: t('isActive') }
  const labelOf = (field: string) =>
    field === 'name' || field === 'basePrice' || field === 'isActive' ? labels[field] : field
  const params = { productId: product.productId }
  const onProblem = (error: Error) => {
    if (isStale(error)) void invalidate([getProduct.name])
  }
  const save = useWrite(editProduct, {
    invalidates: touched,
    onDone: (saved) => {
      draft.saved(valuesOf(saved), saved.revision)
      toast.done(t('saved', { name: saved.name }))
    },
    onProblem,
  })
  const follow = useWrite(editProduct, {
    invalidates: touched,
    onDone: (_, input) => {
      const field = input.body.follow?.[0]
      if (field !== undefined) toast.done(t('followDone', { field: labels[field] }))
    },
    onProblem: (error) => {
      onProblem(error)
      toast.problem(error.message)
    },
  })

  function submit(): void {
    if (!draft.dirty || draft.clashes !== null || mayNot !== null) return
    const { name, basePrice, isActive } = draft.values
    const has = (field: string) => draft.changed.some((one) => one === field)
    save.mutate({
      params,
      body: {
        revision: draft.revision,
        ...(has('name') ? { name } : {}),
        ...(has('basePrice') ? { basePrice: basePrice.trim() === '' ? null : basePrice.trim() } : {}),
        ...(has('isActive') ? { isActive } : {}),
      },
    })
  }

  return (
    <Page>
      <PageHeader
        title={
          <span className="flex items-center gap-3">
            {product.image !== null && (
              <img
                src={product.image.small}
                alt=""
                className="size-11 shrink-0 rounded-control bg-sunken object-cover lg:hidden"
              />
            )}
            {product.name}
          </span>
        }
        back={
          <TextLink to="/products" quiet>
            {t('back')}
          </TextLink>
        }
        mark={<Mark product={product} />}
        meta={[product.code, product.barcode, product.category]
          .filter((one) => one !== null && one !== '')
          .join(' · ')}
      />
      <Columns side={<ProductSide product={product} mayNot={mayNot} />}>
        <Form
          label={t('save')}
          error={isStale(save.error) ? null : save.error}
          busy={save.isPending}
          onSubmit={submit}
          className="flex max-w-2xl flex-col gap-4"
        >
          <ProductForm
            product={product}
            draft={draft}
            currency={currency}
            mayNot={mayNot}
            busy={follow.isPending}
            labels={labels}
            onFollow={(field) =>
              follow.mutate({ params, body: { revision: product.revision, follow: [field] } })
            }
          />
          <SaveBar draft={draft} labelOf={labelOf} onDiscard={save.reset}>
            {(reason) => (
              <SubmitButton busy={save.isPending} disabledReason={mayNot ?? reason}>
                {t('save')}
              </SubmitButton>
            )}
          </SaveBar>
        </Form>
        <ProductFacts product={product} currency={currency} />
      </Columns>
    </Page>
  )
}

function Mark(props: { product: ProductView }) {
  const t = useTranslations('products')
  const { product } = props
  if (!product.isActive) return <Badge tone="grey">{t('inactiveMark')}</Badge>
  if (product.basePrice === null) return <Badge tone="amber">{t('noPrice')}</Badge>
  return null
}

function isStale(error: Error | null): boolean {
  return error instanceof ApiProblem && error.code === 'revision-stale'
}
