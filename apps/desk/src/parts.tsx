// A list that the server gives in parts: the first when the page opens, each next one when somebody wants more.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from './desk-context.tsx'
import { Answer } from './page.tsx'
import { Problem } from './problem.tsx'
import { useAnswer } from './use-answer.ts'

/** A part of a list; `next` where it goes on. */
interface Part {
  next?: string | undefined
}

/** The parts that are there, and the way to another one. */
export interface Parts<P extends Part> {
  asked: ReturnType<typeof useAnswer<P>>
  more: readonly P[]
  goOn(from: string): void
  /** Why the next part did not come. */
  problem: unknown
  askAgain(): void
}

/** Asks for the first part when the page opens and whenever `key` changes; `get` is told where a part begins. */
export function useParts<P extends Part>(key: string, get: (from?: string) => Promise<P>): Parts<P> {
  const [more, setMore] = useState<readonly P[]>([])
  const [problem, setProblem] = useState<unknown>(undefined)
  const asked = useAnswer(key, () => {
    setMore([])
    setProblem(undefined)
    return get()
  })
  const goOn = (from: string): void => {
    setProblem(undefined)
    get(from).then((part) => setMore((before) => [...before, part]), setProblem)
  }
  return { asked, more, goOn, problem, askAgain: asked.askAgain }
}

/** Shows the parts, the first of them given apart for what it says of all, and the button for more. */
export function PartsOf<P extends Part>({ parts, more, children }: { parts: Parts<P>; more?: (first: P) => string; children: (all: readonly P[], first: P) => ReactNode }): ReactNode {
  const { words } = useDesk()
  return (
    <Answer asked={parts.asked}>
      {(first) => {
        const all = [first, ...parts.more]
        const next = all.at(-1)?.next
        return (
          <>
            {children(all, first)}
            {parts.problem === undefined ? null : <Problem of={parts.problem} />}
            {next === undefined ? null : (
              <>
                <p className="only-print">{words.say('desk.partPrinted')}</p>
                <div className="row no-print">
                  <Button onPress={() => parts.goOn(next)}>{more === undefined ? words.say('desk.more') : more(first)}</Button>
                </div>
              </>
            )}
          </>
        )
      }}
    </Answer>
  )
}
