// Words that alert somebody wherever they are written.
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp, useLive } from '../app-context.tsx'

const MAX_CHARS = 64

/** The words there are, and a field for another. */
export function Keywords({ save }: { save: (work: Promise<unknown>) => void }): ReactNode {
  const { model, words } = useApp()
  const { keywords } = useLive(model.alerts.rules)
  const [text, setText] = useState('')
  return (
    <>
      {keywords.length === 0 ? null : (
        <ul className="alerts-words" aria-label={words.say('alerts.keywords')}>
          {keywords.map((word) => (
            <li key={word} className="alerts-word">
              {word}
              <button type="button" aria-label={words.say('alerts.keyword.remove', { word })} onClick={() => save(model.alerts.removeKeyword(word))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="alerts-add"
        onSubmit={(event) => {
          event.preventDefault()
          save(model.alerts.addKeyword(text))
          setText('')
        }}
      >
        <TextField label={words.say('alerts.keyword')} name="keyword" value={text} onChange={setText} maxLength={MAX_CHARS} />
        <Button type="submit">{words.say('alerts.keyword.add')}</Button>
      </form>
    </>
  )
}
