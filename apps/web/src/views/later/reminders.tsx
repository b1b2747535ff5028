// Reminders that are due, in the corner.
import { personNameOf } from '@chappe/policy'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { LaterEntry } from '../../viewmodels/later/later.ts'
import { useApp } from '../app-context.tsx'
import { hrefOfLater, wordLater } from './later-list.tsx'

const SHOWN_MAX = 3
const HOUR_MS = 60 * 60 * 1000

/** The cards. */
export function Reminders({ entries, isFull }: { entries: readonly LaterEntry[]; isFull: boolean }): ReactNode {
  const { model, words } = useApp()
  return (
    <aside className="reminders" aria-label={words.say('later.due')}>
      {isFull ? (
        <div className="reminder">
          <p>{words.say('later.full')}</p>
          <div className="row row-end">
            <Button onPress={() => model.later.endFull()}>{words.say('later.close')}</Button>
          </div>
        </div>
      ) : null}
      {entries.slice(0, SHOWN_MAX).map((entry) => (
        <Card key={entry.id} entry={entry} />
      ))}
    </aside>
  )
}

function Card({ entry }: { entry: LaterEntry }): ReactNode {
  const { model, words } = useApp()
  const { id } = entry
  const open = (): void => {
    model.later.dismiss(id)
    navigate(hrefOfLater(entry))
  }
  return (
    <article className="reminder">
      <h2>{words.say('later.alert', { name: personNameOf(entry.name) })}</h2>
      <p className="later-says">{wordLater(entry, words.say)}</p>
      <div className="row row-end">
        <Button onPress={() => model.later.remind(id, Date.now() + HOUR_MS)}>{words.say('later.again')}</Button>
        <Button onPress={() => model.later.setDone(id, true)}>{words.say('later.setDone')}</Button>
        <Button kind="main" onPress={open}>
          {words.say('later.open')}
        </Button>
      </div>
    </article>
  )
}
