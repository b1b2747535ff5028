// What needs somebody now, asked for again and again while the desk is looked at.
import type { ResponseOf } from '@chappe/contract'
import { getDeskOverview } from '@chappe/contract'
import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { useDesk } from '../desk-context.tsx'

/** The numbers, as the contract has them. */
export type OverviewNumbers = ResponseOf<typeof getDeskOverview>

interface Overview {
  /** Undefined: not known yet, or not for one's roles. */
  numbers: OverviewNumbers | undefined
  /** Asks at once: something was done. */
  askAgain: () => void
}

const OverviewContext = createContext<Overview>({ numbers: undefined, askAgain: () => undefined })

/** What a report has to wait at most until it is seen; seldom while nobody looks. */
const EVERY_MS = 2000
const EVERY_HIDDEN_MS = 30_000

/** Gives the numbers to the pages under it. */
export function OverviewProvider({ children }: { children: ReactNode }): ReactNode {
  const { ask, may } = useDesk()
  const [numbers, setNumbers] = useState<OverviewNumbers | undefined>(undefined)
  const [round, setRound] = useState(0)
  const isOpen = may(getDeskOverview)
  useEffect(() => {
    if (!isOpen) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const look = async (): Promise<void> => {
      try {
        const found = await ask(getDeskOverview, { params: {} })
        if (!isOver) setNumbers((before) => (isSame(before, found) ? before : found))
      } catch {
        // What is shown stays; a page that asks says what is wrong.
      }
      if (!isOver) timer = setTimeout(() => void look(), document.hidden ? EVERY_HIDDEN_MS : EVERY_MS)
    }
    void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [ask, isOpen, round])
  const askAgain = useCallback(() => setRound((before) => before + 1), [])
  const overview = useMemo(() => ({ numbers, askAgain }), [numbers, askAgain])
  return <OverviewContext value={overview}>{children}</OverviewContext>
}

/** The numbers. */
export function useOverview(): Overview {
  return useContext(OverviewContext)
}

/** Whether nothing but the clock of the server has changed. */
function isSame(before: OverviewNumbers | undefined, now: OverviewNumbers): boolean {
  return before !== undefined && JSON.stringify({ ...before, now_ms: 0 }) === JSON.stringify({ ...now, now_ms: 0 })
}
