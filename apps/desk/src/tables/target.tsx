// What an act or a request is about, and the way to it where it has a page.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { wordTarget } from '../word-served.ts'

/** In the words of whoever reads it; ids stand as they are. */
export function Target({ target }: { target: string }): ReactNode {
  const { words } = useDesk()
  const worded = wordTarget(target, words)
  const href = hrefOf(target)
  const className = worded === target ? 'fixed break' : 'sentence'
  return href === undefined ? <span className={className}>{worded}</span> : <a className={className} href={href}>{worded}</a>
}

type Way = readonly [RegExp, (part: string) => string]

const WAYS: readonly Way[] = [
  [/^(@\S+)$/, paths.account],
  [/^case (\d+)$/, (id) => paths.case(Number(id))],
  [/^exposure report (\d+)$/, paths.exposureReport],
  [/^exposure report (\d+): notices to everybody it affects$/, paths.notices],
  [/^announcement (\d+)$/, paths.announcement],
  [/^announcement: /, paths.announcements],
  [/^drill (\d+)$/, paths.drill],
  [/^alert \d+$/, paths.alerts],
  [/^report \d+$/, paths.reports],
  [/^request \d+$/, paths.requests],
]

/** Where it can be looked at; undefined: nowhere. */
function hrefOf(target: string): string | undefined {
  for (const [pattern, way] of WAYS) {
    const found = pattern.exec(target)
    if (found !== null) return way(found[1] ?? '')
  }
  return undefined
}
