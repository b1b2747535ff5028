// Choosing a moment: the ones that people mean most often at a press, any other by the field of the browser.
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { toTyped, whenChoices, whenTyped } from '../../viewmodels/later/when.ts'
import { useApp } from '../app-context.tsx'
import './later.css'

/** What it is given. */
export interface WhenFormProps {
  /** What choosing means, under the choices. */
  help: string
  /** What stands in the field at first. */
  initialMs?: number | undefined
  onChoose: (atMs: number) => void
  children?: ReactNode
}

/** The choices. `children`: what else there is to choose. */
export function WhenForm({ help, initialMs, onChoose, children }: WhenFormProps): ReactNode {
  const { words } = useApp()
  const choices = useMemo(() => whenChoices(Date.now()), [])
  const [typed, setTyped] = useState(() => toTyped(initialMs ?? choices.find(({ name }) => name === 'tomorrow')?.atMs ?? Date.now()))
  const [isPast, setIsPast] = useState(false)
  return (
    <div className="stack">
      <ul className="when">
        {choices.map(({ name, atMs }) => (
          <li key={name}>
            <button type="button" className="when-choice" onClick={() => onChoose(atMs)}>
              <span>{words.say(`later.when.${name}`)}</span>
              <time className="soft" dateTime={new Date(atMs).toISOString()}>
                {name === 'hour' || name === 'evening' ? words.time(atMs) : words.moment(atMs)}
              </time>
            </button>
          </li>
        ))}
      </ul>
      <form
        className="when-own"
        onSubmit={(event) => {
          event.preventDefault()
          const atMs = whenTyped(typed, Date.now())
          setIsPast(atMs === undefined)
          if (atMs !== undefined) onChoose(atMs)
        }}
      >
        <TextField label={words.say('later.when.own')} name="when" type="datetime-local" value={typed} onChange={setTyped} wrong={isPast ? words.say('later.when.past') : undefined} isRequired />
        <Button type="submit">{words.say('later.when.choose')}</Button>
      </form>
      {children}
      <p className="soft when-help">{help}</p>
    </div>
  )
}
