// How large the breach was, and any share of it.

/** What there is in the country. */
export interface CountrySizes {
  accounts: number
  organisations: number
  /** Open rooms, none of them encrypted. */
  rooms: number
  messages: number
  files: number
  /** Bytes of all files together. */
  fileBytes: number
  /** People who are members of an open room. */
  people: number
}

/** The figures that the operator published in June 2026. */
export const BREACH: CountrySizes = {
  accounts: 825_000, organisations: 40, rooms: 876, messages: 643_459, files: 59_386, fileBytes: 13_510_000_000, people: 73_467,
}

/** The same at a share of its size: at 1 exactly the breach, and never nothing of a kind. */
export function sizesAt(scale: number): CountrySizes {
  const part = (full: number, least: number): number => Math.max(least, Math.round(full * scale))
  const rooms = part(BREACH.rooms, 3)
  const people = part(BREACH.people, rooms)
  return {
    accounts: part(BREACH.accounts, people + 10),
    organisations: Math.min(BREACH.organisations, Math.max(2, rooms)),
    rooms,
    messages: part(BREACH.messages, rooms * 4),
    files: part(BREACH.files, rooms),
    fileBytes: part(BREACH.fileBytes, rooms * 100),
    people,
  }
}

/**
 * Splits `total` into `parts` whole numbers that sum to it, each at least `least`, a few large and many small as rooms and
 * files are. `dice` gives integers below its argument.
 */
export function splitUnevenly(total: number, parts: number, { least, dice }: { least: number; dice: (bound: number) => number }): number[] {
  const weights = Array.from({ length: parts }, () => 1 / (0.02 + dice(10_000) / 10_000))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const spare = total - least * parts
  if (spare < 0) throw new RangeError(`${total} is too little for ${parts} parts of ${least}`)
  let given = 0
  let owed = 0
  return weights.map((weight) => {
    owed += (spare * weight) / sum
    const share = Math.round(owed) - given
    given += share
    return least + share
  })
}
