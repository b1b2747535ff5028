// A table that sorts and filters, and that one can take along as a file.
import type { ReactNode } from 'react'
import { useId, useMemo, useState } from 'react'
import { Button } from './button.tsx'
import { toCsv } from './csv.ts'

/** A column. `text` is what sorts and filters; `show` what stands on the screen, `file` what goes into the file, if they are other. */
export interface Column<Row> {
  key: string
  label: string
  text: (row: Row) => string | number
  show?: (row: Row) => ReactNode
  file?: (row: Row) => string | number
  /** It stands in the file and is filtered by; on the screen another column shows it. */
  isBeside?: boolean
}

/** The words of a filter: its label, how many rows are shown, and that none is like that. */
export interface FilterWords {
  label: string
  counted: (shown: number, all: number) => string
  none: string
}

/** What a table is given. */
export interface DataTableProps<Row> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Said in place of rows where there are none. */
  empty: string
  /** The label of the button and the name of the file; without it there is no button. */
  take?: { label: string; fileName: string } | undefined
  /** Without it there is no filter; with few rows neither. */
  filter?: FilterWords | undefined
}

/** From how many rows on a filter helps. */
const FILTER_FROM = 6

/** A table. On a narrow screen each row is a card with the labels beside its values. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { caption, columns, rows, keyOf, empty } = props
  const seen = columns.filter(({ isBeside }) => isBeside !== true)
  const [order, setOrder] = useState<{ key: string; isDown: boolean } | undefined>(undefined)
  const [wanted, setWanted] = useState('')
  const sorted = useMemo(() => sortRows(rows, columns.find((each) => each.key === order?.key), order?.isDown === true), [rows, columns, order])
  const shown = useMemo(() => filterRows(sorted, columns, wanted), [sorted, columns, wanted])
  if (rows.length === 0) return <p className="card soft">{empty}</p>
  return (
    <div className="stack-tight">
      <Tools {...props} shown={shown} wanted={wanted} onWant={setWanted} />
      <div className="table-wrap">
        <table className="table">
          <caption className="hidden-visually">{caption}</caption>
          <thead>
            <tr>
              {seen.map((column) => (
                <HeadCell
                  key={column.key}
                  label={column.label}
                  isNumber={rows[0] !== undefined && holdsNumbers(column, rows[0])}
                  direction={order?.key === column.key ? (order.isDown ? 'descending' : 'ascending') : 'none'}
                  onPress={() => setOrder({ key: column.key, isDown: order?.key === column.key && !order.isDown })}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {seen.map((column) => (
                  <td key={column.key} data-label={column.label} className={holdsNumbers(column, row) ? 'number' : undefined}>
                    <span>{column.show?.(row) ?? column.text(row)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** Above a table: the filter, how much of it is shown, the file. */
function Tools<Row>({ columns, rows, shown, filter, take, wanted, onWant }: DataTableProps<Row> & { shown: readonly Row[]; wanted: string; onWant: (text: string) => void }): ReactNode {
  const id = useId()
  const hasFilter = filter !== undefined && rows.length >= FILTER_FROM
  if (!hasFilter && take === undefined) return null
  return (
    <div className="table-tools no-print">
      {hasFilter ? (
        <>
          <label htmlFor={id}>{filter.label}</label>
          <input id={id} type="search" autoComplete="off" maxLength={100} value={wanted} onChange={(event) => onWant(event.target.value)} />
          <span className="soft grow" role="status">
            {shown.length === 0 ? filter.none : filter.counted(shown.length, rows.length)}
          </span>
        </>
      ) : (
        <span className="grow" />
      )}
      {take === undefined ? null : (
        <Button kind="plain" onPress={() => save(take.fileName, toCsv([columns.map((each) => each.label), ...shown.map((row) => columns.map((each) => (each.file ?? each.text)(row)))]))}>
          {take.label}
        </Button>
      )}
    </div>
  )
}

/** The rows that hold each word of a text, in whatever column. */
function filterRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], wanted: string): readonly Row[] {
  const words = plain(wanted).split(/\s+/).filter((each) => each !== '')
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = plain(columns.flatMap((each) => [each.text(row), ...(each.file === undefined ? [] : [each.file(row)])]).join('\n'))
    return words.every((each) => text.includes(each))
  })
}

/** Without accents and capitals. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{Mn}/gu, '').toLowerCase()
}

/** Numbers stand under each other; a moment is a number that is shown as a text. */
function holdsNumbers<Row>(column: Column<Row>, row: Row): boolean {
  return column.show === undefined && typeof column.text(row) === 'number'
}

function HeadCell({ label, isNumber, direction, onPress }: { label: string; isNumber: boolean; direction: 'none' | 'ascending' | 'descending'; onPress: () => void }): ReactNode {
  return (
    <th scope="col" aria-sort={direction} className={isNumber ? 'number' : undefined}>
      <button type="button" onClick={onPress}>
        {label}
        <span aria-hidden="true">{direction === 'none' ? '' : direction === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
      {/* Browsers repeat the head of a table on each sheet, and buttons only on the first. */}
      <span className="only-print">{label}</span>
    </th>
  )
}

function sortRows<Row>(rows: readonly Row[], column: Column<Row> | undefined, isDown: boolean): readonly Row[] {
  if (column === undefined) return rows
  const sign = isDown ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [column.text(a), column.text(b)]
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * String(left).localeCompare(String(right))
  })
}

function save(fileName: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
