// What every page is made of: its title, and what it asked the server for.
import { Button, Title, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useDesk } from './desk-context.tsx'
import { Problem } from './problem.tsx'
import type { Asked } from './use-answer.ts'

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
        <Problem of={error}>
          <div className="row">
            <Button onPress={askAgain}>{words.say('desk.again')}</Button>
          </div>
        </Problem>
      )}
      {answer === undefined ? isWaiting ? <Waiting label={words.say('desk.loading')} /> : null : children(answer)}
    </>
  )
}
