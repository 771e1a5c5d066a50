// The shape of the order page while the order is on its way.
import { Page } from '../../ui/page.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { columnsClass } from './order-columns-class.ts'

export function OrderSkeleton() {
  return (
    <Page>
      <div className="mb-5 flex flex-col gap-2">
        <Skeleton className="h-4 w-16" />
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-40" />
      </div>
      <div className={columnsClass}>
        <div className="flex flex-col">
          {Array.from({ length: 7 }, (_, index) => (
            <div key={index} className="flex items-center gap-3 border-b border-line py-2">
              <Skeleton className="size-9" />
              <Skeleton className={index % 2 === 0 ? 'h-4 w-2/5' : 'h-4 w-1/3'} />
              <Skeleton className="ml-auto h-4 w-20" />
            </div>
          ))}
        </div>
        <div className="flex flex-col gap-6">
          <SkeletonLines lines={4} />
          <Skeleton className="h-72 w-full" />
        </div>
      </div>
    </Page>
  )
}
