// What every page is made of: its title, and what it asked the server for.
import { Button, Notice, Title, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useDesk } from './desk-context.tsx'
import { ApiError } from './session.ts'
import type { Asked } from './use-answer.ts'
import { wordRefusal } from './word-served.ts'
import type { WordKey } from './words/en.ts'

/** A page: the tab says its title, and a screen reader begins there. */
export function Page({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }): ReactNode {
  const { words, me } = useDesk()
  const [printedAtMs, setPrintedAtMs] = useState(() => Date.now())
  useEffect(() => {
    document.title = `${title} · ${words.say('desk.short')}`
  }, [title, words])
  useEffect(() => {
    const note = (): void => setPrintedAtMs(Date.now())
    addEventListener('beforeprint', note)
    return () => removeEventListener('beforeprint', note)
  }, [])
  return (
    <>
      <Title acts={acts}>{title}</Title>
      <p className="only-print soft">
        {words.say('desk.printed', { moment: words.moment(printedAtMs), who: me.userId })} · {location.href}
      </p>
      {children}
    </>
  )
}

/** Shows an answer when it is there, and says so while it is not, or when it will not be. */
export function Answer<T>({ asked, children }: { asked: Asked<T>; children: (answer: T) => ReactNode }): ReactNode {
  const { words } = useDesk()
  const { answer, error, isWaiting, askAgain } = asked
  return (
    <>
      {error === undefined ? null : (
        <Notice tone="bad">
          <p>{wordError(error, words.say)}</p>
          <div className="row">
            <Button onPress={askAgain}>{words.say('desk.again')}</Button>
          </div>
        </Notice>
      )}
      {answer === undefined ? isWaiting ? <Waiting label={words.say('desk.loading')} /> : null : children(answer)}
    </>
  )
}

/** What went wrong, for people. What the server says and there are no words for is English, and marked as that. */
export function wordError(error: unknown, say: (key: WordKey) => string): ReactNode {
  if (error instanceof ApiError) {
    if (error.code === 'M_LIMIT_EXCEEDED') return say('wrong.limit')
    if (error.body['org.chappe.on_probation'] === true) return say('wrong.probation')
    if (isRecord(error.body['org.chappe.step_up']) && error.body['org.chappe.step_up']['needs_bound'] === true) return say('wrong.bound')
    if (error.status === 404) return say('wrong.notFound')
    const refusal = wordRefusal(error.message, say)
    return (
      <>
        {say('wrong.refused')} {refusal === error.message ? <span lang="en">{refusal}</span> : refusal}
      </>
    )
  }
  if (error instanceof DOMException && error.name === 'NotAllowedError') return say('wrong.touch')
  if (error instanceof TypeError) return say('wrong.unreachable')
  return error instanceof Error ? error.message : String(error)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
