// How this browser sends.
import type { ReactNode } from 'react'
import { UNDO_SECONDS } from '../../viewmodels/preferences.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Choice } from './choice.tsx'

/** For how long a message can be taken back. */
export function WritingSection(): ReactNode {
  const { words, preferences } = useApp()
  const { undoSeconds } = useLive(preferences.state)
  return (
    <>
      <p className="soft">{words.say('undo.help')}</p>
      <Choice label={words.say('undo.title')} value={undoSeconds} onChange={preferences.setUndoSeconds} choices={UNDO_SECONDS.map((value) => ({ value, label: words.say(`undo.${value}`) }))} />
    </>
  )
}
