// A product's picture at list size, or a quiet shape where it has none, so that names stay in line.
import { Package } from 'lucide-react'

export function ProductPicture(props: { address: string | null }) {
  const shape = 'size-7 shrink-0 rounded-small'
  return props.address === null ? (
    <span aria-hidden className={`${shape} flex items-center justify-center bg-grey-wash text-grey-mark`}>
      <Package className="size-3.5" />
    </span>
  ) : (
    <img
      src={props.address}
      alt=""
      loading="lazy"
      decoding="async"
      className={`${shape} bg-sunken object-cover`}
    />
  )
}
