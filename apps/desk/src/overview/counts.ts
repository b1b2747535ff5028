// Which numbers stand beside which place of the navigation.
import { paths } from '../paths.ts'
import type { OverviewNumbers } from './use-overview.tsx'

/** A number beside a place, and how urgent it is. */
export interface Count {
  count: number
  tone: 'plain' | 'warn' | 'bad'
}

/** The number of a place; undefined: nothing waits there. */
export function countOf(href: string, numbers: OverviewNumbers | undefined): Count | undefined {
  if (numbers === undefined) return undefined
  const counts: Readonly<Record<string, Count>> = {
    [paths.alerts()]: { count: numbers.alerts.open + numbers.alerts.exercise, tone: numbers.alerts.open > 0 ? 'bad' : 'warn' },
    [paths.reports()]: { count: numbers.reports.open, tone: numbers.reports.urgent > 0 ? 'bad' : 'warn' },
    [paths.requests()]: { count: numbers.requests.waiting, tone: 'warn' },
    [paths.cases()]: { count: numbers.cases.open, tone: 'plain' },
  }
  const found = counts[href]
  return found === undefined || found.count === 0 ? undefined : found
}
