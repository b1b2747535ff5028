// How much of a document is looked at. What is beyond is not shown, and that is said.

/** A document that cannot be shown, and why. */
export class NotShown extends Error {
  readonly why: 'broken' | 'tooLarge' | 'locked'

  constructor(why: NotShown['why']) {
    super(why)
    this.why = why
  }
}

const MB = 1024 * 1024

export const BOUNDS = {
  /** Parts of an archive. */
  parts: 10_000,
  /** Of one part, and of all that are read, unpacked. */
  partBytes: 24 * MB,
  allBytes: 80 * MB,
  /** Elements below each other. */
  depth: 100,
  blocks: 10_000,
  chars: 2_000_000,
  pictures: 100,
  sheets: 50,
  rows: 2000,
  columns: 100,
  cells: 30_000,
  slides: 500,
} as const

/** What is left of a document's share. */
export interface Budget {
  blocks: number
  chars: number
  pictures: number
  cells: number
  /** Whether something was left out. */
  isCut: boolean
}

/** A whole share. */
export const newBudget = (): Budget => ({ blocks: BOUNDS.blocks, chars: BOUNDS.chars, pictures: BOUNDS.pictures, cells: BOUNDS.cells, isCut: false })

/** Takes some of it; false where there is none left. */
export function take(budget: Budget, what: 'blocks' | 'chars' | 'pictures' | 'cells', count = 1): boolean {
  if (budget[what] < count) {
    budget.isCut = true
    return false
  }
  budget[what] -= count
  return true
}
