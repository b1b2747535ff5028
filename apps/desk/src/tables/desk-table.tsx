// A table of the desk: it sorts, filters, and can be taken along, in the words of whoever looks at it.
import type { Column, DataTableProps } from '@chappe/ui'
import { DataTable } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'

/** What a table of the desk is given. */
export interface DeskTableProps<Row> extends Omit<DataTableProps<Row>, 'take' | 'filter'> {
  /** The name of the file that it can be taken along as; without it there is none. */
  file?: string | undefined
}

/** The table. */
export function DeskTable<Row>({ file, ...props }: DeskTableProps<Row>): ReactNode {
  const { words } = useDesk()
  const filter = {
    label: words.say('table.filter'),
    counted: (shown: number, all: number) => (shown === all ? words.say('table.counted', { shown }) : words.say('table.countedOf', { shown, all })),
    none: words.say('table.nothingLike'),
  }
  return <DataTable {...props} filter={filter} take={file === undefined ? undefined : { label: words.say('desk.download'), fileName: file }} />
}

/** A column of moments: sorted by time, shown as people write it, in the file as machines do. */
export function useMoments<Row>(): (key: string, label: string, at: (row: Row) => number | null, none?: string) => Column<Row> {
  return (key, label, at, none = '') => ({
    key,
    label,
    text: (row) => at(row) ?? 0,
    show: (row) => {
      const ms = at(row)
      return ms === null ? none : <Moment ms={ms} />
    },
    file: (row) => {
      const ms = at(row)
      return ms === null ? '' : new Date(ms).toISOString()
    },
  })
}

/** Where a table has little room, the time of day goes below the day; neither is broken. */
function Moment({ ms }: { ms: number }): ReactNode {
  const { words } = useDesk()
  const text = words.moment(ms)
  const at = text.lastIndexOf(' ')
  return (
    <time dateTime={new Date(ms).toISOString()}>
      <span>{text.slice(0, at)}</span> <span>{text.slice(at + 1)}</span>
    </time>
  )
}
