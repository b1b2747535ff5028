// A table that sorts, and that one can take along as a file.
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { Button } from './button.tsx'
import { toCsv } from './csv.ts'

/** A column. `text` is what sorts and what goes into the file; `show` what stands on the screen, if it is more. */
export interface Column<Row> {
  key: string
  label: string
  text: (row: Row) => string | number
  show?: (row: Row) => ReactNode
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
  take?: { label: string; fileName: string }
}

/** A table. On a narrow screen each row is a card with the labels beside its values. */
export function DataTable<Row>({ caption, columns, rows, keyOf, empty, take }: DataTableProps<Row>): ReactNode {
  const [order, setOrder] = useState<{ key: string; isDown: boolean } | undefined>(undefined)
  const sorted = useMemo(() => sortRows(rows, columns.find((each) => each.key === order?.key), order?.isDown === true), [rows, columns, order])
  if (rows.length === 0) return <p className="card soft">{empty}</p>
  return (
    <div className="stack-tight">
      <div className="table-wrap">
        <table className="table">
          <caption className="hidden-visually">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
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
            {sorted.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column) => (
                  <td key={column.key} data-label={column.label} className={holdsNumbers(column, row) ? 'number' : undefined}>
                    <span>{column.show?.(row) ?? column.text(row)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {take === undefined ? null : (
        <div className="row row-end no-print">
          <Button kind="plain" onPress={() => save(take.fileName, toCsv([columns.map((each) => each.label), ...sorted.map((row) => columns.map((each) => each.text(row)))]))}>
            {take.label}
          </Button>
        </div>
      )}
    </div>
  )
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
