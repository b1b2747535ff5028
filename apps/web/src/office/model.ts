// What is shown of a document: words with their looks, tables, pictures. Nothing of its own markup.

/** Words that look alike. */
export interface Run {
  text: string
  isBold?: boolean
  isItalic?: boolean
  isUnderlined?: boolean
  isStruck?: boolean
  place?: 'super' | 'sub'
}

/** A part of a text. */
export type Block =
  /** `level` of a heading; `mark` before an item of a list, `indent` how deep it stands. */
  | { kind: 'words'; runs: readonly Run[]; level?: number; mark?: string; indent?: number }
  | { kind: 'table'; rows: readonly (readonly Cell[])[] }
  | { kind: 'picture'; bytes: Uint8Array<ArrayBuffer>; about: string }

/** A cell of a table in a text. */
export interface Cell {
  blocks: readonly Block[]
  columns: number
}

/** A sheet of a workbook: what its cells show. */
export interface Sheet {
  name: string
  rows: readonly SheetRow[]
  /** Whether it has more rows or columns. */
  isCut: boolean
}

/** A row that has something in it. */
export interface SheetRow {
  /** As the workbook counts, from one. */
  number: number
  cells: readonly { text: string; isNumber: boolean }[]
}

/** A document as it is shown. */
export type Shown =
  | { kind: 'text'; blocks: readonly Block[]; isCut: boolean }
  | { kind: 'sheets'; sheets: readonly Sheet[]; isCut: boolean }
  | { kind: 'slides'; slides: readonly (readonly Block[])[]; isCut: boolean }
