// The order page's two columns. The side column stands beside the lines only where the grid keeps its rows.

export const columnsClass = 'grid gap-x-10 gap-y-7 xl:grid-cols-[minmax(0,1fr)_22rem] *:min-w-0'
