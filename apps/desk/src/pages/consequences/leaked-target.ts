// What was asked about a leak, in words.
import type { Say } from '../../desk-context.tsx'

/** What was asked, which the server writes as a list of numbers and what they are of. */
export function wordTarget(target: string, say: Say): string {
  const parts = [...target.matchAll(/(\d+) (events|places|texts|files)/g)].flatMap(([, count, what]) => {
    const known = WHAT.find((each) => each === what)
    return known === undefined ? [] : [say(`leaks.of.${known}`, { count: Number(count) })]
  })
  return parts.length === 0 ? target : parts.join(', ')
}

const WHAT = ['events', 'places', 'texts', 'files'] as const
