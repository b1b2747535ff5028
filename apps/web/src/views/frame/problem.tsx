// What went wrong with something that was asked for: in the server's words where it said why.
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp } from '../app-context.tsx'

/** Something that is asked for: whether it is under way, what went wrong, and the way to ask. */
export interface Asking {
  isBusy: boolean
  problem: string | undefined
  /** Runs it; a second time only when the first has ended. Resolves with whether it went well. */
  run(act: () => Promise<unknown>): Promise<boolean>
}

/** Keeps what becomes of something that is asked for. */
export function useAsking(): Asking {
  const { words } = useApp()
  const [state, setState] = useState<{ isBusy: boolean; problem: string | undefined }>({ isBusy: false, problem: undefined })
  return {
    ...state,
    async run(act) {
      if (state.isBusy) return false
      setState({ isBusy: true, problem: undefined })
      try {
        await act()
        setState({ isBusy: false, problem: undefined })
        return true
      } catch (error) {
        const said = error instanceof Error ? error.message : ''
        setState({ isBusy: false, problem: said === '' ? words.say('app.notReached') : said })
        return false
      }
    },
  }
}

/** What went wrong, if anything did. */
export function Problem({ problem }: { problem: string | undefined }): ReactNode {
  const { words } = useApp()
  if (problem === undefined) return null
  // What the server says is English, whatever the screen speaks.
  const isOurs = problem === words.say('app.notReached')
  return (
    <Notice tone="bad">
      <p lang={isOurs ? undefined : 'en'}>{problem}</p>
    </Notice>
  )
}
