// Asking the server something that a page shows.
import { useCallback, useEffect, useRef, useState } from 'react'

/** What came of a question. What was there before stays while it is asked again. */
export interface Asked<Answer> {
  answer: Answer | undefined
  error: Error | undefined
  isWaiting: boolean
  askAgain(): void
}

/** Asks when the page opens and whenever `key` changes; an answer that was overtaken is thrown away. */
export function useAnswer<Answer>(key: string, ask: () => Promise<Answer>): Asked<Answer> {
  const [state, setState] = useState<Omit<Asked<Answer>, 'askAgain'>>({ answer: undefined, error: undefined, isWaiting: true })
  const [round, setRound] = useState(0)
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    let isOver = false
    setState((before) => ({ ...before, isWaiting: true }))
    latest.current().then(
      (answer) => {
        if (!isOver) setState({ answer, error: undefined, isWaiting: false })
      },
      (error: unknown) => {
        if (!isOver) setState((before) => ({ ...before, error: error instanceof Error ? error : new Error(String(error)), isWaiting: false }))
      },
    )
    return () => {
      isOver = true
    }
  }, [key, round])
  const askAgain = useCallback(() => setRound((before) => before + 1), [])
  return { ...state, askAgain }
}
