// Stylesheets of the operator: what each visitor is served is what all the others are, and what the operator says it is, where they say.
import { createHash } from 'node:crypto'
import type { ServedPlace } from '@chappe/contract'

/** What was served, by address. */
export class Styles {
  readonly #wanted: string | undefined
  /** Of each address and what was served there, the visitors. */
  readonly #served = new Map<string, Map<string, string[]>>()

  constructor(wanted: Buffer | undefined) {
    this.#wanted = wanted === undefined ? undefined : wordBytes(wanted)
  }

  /** Notes what somebody was served. */
  note({ path }: ServedPlace, visitor: string, body: Buffer): void {
    const known = this.#served.get(path) ?? new Map<string, string[]>()
    const what = wordBytes(body)
    this.#served.set(path, known.set(what, [...(known.get(what) ?? []), visitor]))
  }

  /** Each difference, and for whom. */
  differences(): [string, string[]][] {
    return [...this.#served].flatMap(([path, known]) =>
      [...known].flatMap(([what, visitors]): [string, string[]][] => {
        if (this.#wanted !== undefined) return what === this.#wanted ? [] : [[`${path}: ${what}, in place of ${this.#wanted}`, visitors]]
        return known.size === 1 ? [] : [[`${path}: ${what}, which is not what everybody is served`, visitors]]
      }),
    )
  }

  /** What everybody was served, to be compared with what it was an hour ago. */
  wordAll(): string[] {
    return [...this.#served].flatMap(([path, known]) => [...known.keys()].map((what) => `${path} is the operator's: ${what}`))
  }
}

function wordBytes(body: Buffer): string {
  return `${body.length} bytes, sha384-${createHash('sha384').update(body).digest('base64')}`
}
