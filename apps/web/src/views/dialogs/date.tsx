// Going to what was said on a day.
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp } from '../app-context.tsx'
import { useTalk } from '../message/context.ts'

/** Asks which day. */
export function DateDialog({ close }: { close: () => void }): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  const [day, setDay] = useState('')
  const [state, setState] = useState<'asking' | 'busy' | 'nothing'>('asking')
  const go = async (): Promise<void> => {
    // Without a time of day, a date alone would be read as one of Greenwich.
    const ms = new Date(`${day}T00:00`).getTime()
    if (Number.isNaN(ms)) return
    setState('busy')
    if (await timeline.goToDate(ms)) close()
    else setState('nothing')
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void go().catch(() => setState('nothing'))
      }}
    >
      <TextField label={words.say('date.day')} name="day" type="date" value={day} onChange={setDay} isRequired />
      {state === 'nothing' ? (
        <Notice tone="warn">
          <p>{words.say('date.nothing')}</p>
        </Notice>
      ) : null}
      <Button kind="main" type="submit" isBusy={state === 'busy'}>
        {words.say('date.go')}
      </Button>
    </form>
  )
}
