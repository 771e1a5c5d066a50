// The shape of a record's page while it loads: head, form in two columns, side.
import { Columns } from '../../ui/page.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'

export function RecordSkeleton(props: { picture?: boolean | undefined }) {
  return (
    <div aria-busy>
      <Skeleton className="mb-2 h-4 w-20" />
      <Skeleton className="mb-7 h-7 w-64" />
      <Columns
        side={
          <>
            {props.picture === true && <Skeleton className="aspect-square w-full" />}
            <Skeleton className="h-36 w-full" />
            <SkeletonLines lines={5} />
          </>
        }
      >
        <div className="grid gap-x-5 gap-y-5 md:grid-cols-2">
          {Array.from({ length: 10 }, (_, index) => (
            <div key={index} className="flex flex-col gap-1.5">
              <Skeleton className="h-3.5 w-24" />
              <Skeleton className="h-(--control) w-full" />
            </div>
          ))}
        </div>
      </Columns>
    </div>
  )
}
