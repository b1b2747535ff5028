// The list of what was saved for later: what is due, the rest by room, and what is done.
import './later.css'
import { personNameOf } from '@chappe/policy'
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { LaterEntry } from '../../viewmodels/later/later.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { wordRoom } from '../word-person.ts'
import { WhenForm } from './when-form.tsx'

/** The list. */
export function LaterList(): ReactNode {
  const { model, words } = useApp()
  const { rooms, due, done } = useLive(model.later.state)
  useEffect(() => model.later.look(), [model])
  if (rooms.length === 0 && due.length === 0 && done.length === 0) return <p className="soft">{words.say('later.none')}</p>
  return (
    <div className="later">
      <DueList />
      {rooms.length === 0 ? null : (
        <section aria-labelledby="later-waiting">
          <h2 id="later-waiting">{words.say('later.waiting')}</h2>
          {rooms.map(({ roomId, entries }) => (
            <div key={roomId}>
              <h3>{nameOf(entries[0], words.say)}</h3>
              <Entries entries={entries} isRoomNamed={false} />
            </div>
          ))}
        </section>
      )}
      {done.length === 0 ? null : (
        <section aria-labelledby="later-done">
          <h2 id="later-done">{words.say('later.done')}</h2>
          <p className="soft when-help">{words.say('later.doneHelp')}</p>
          <Entries entries={done} isRoomNamed />
        </section>
      )}
    </div>
  )
}

/** What one wanted to be reminded of by now. */
export function DueList(): ReactNode {
  const { model, words } = useApp()
  const { due } = useLive(model.later.state)
  if (due.length === 0) return null
  return (
    <section className="later-due" aria-labelledby="later-due">
      <h2 id="later-due" className="later-due-title">
        {words.say('later.due')}
      </h2>
      <Entries entries={due} isRoomNamed />
    </section>
  )
}

type Say = ReturnType<typeof useApp>['words']['say']

function nameOf(entry: LaterEntry | undefined, say: Say): string {
  return entry?.room === undefined ? say('later.roomGone') : wordRoom(entry.room, say)
}

function Entries({ entries, isRoomNamed }: { entries: readonly LaterEntry[]; isRoomNamed: boolean }): ReactNode {
  return (
    <ul className="later-list">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} isRoomNamed={isRoomNamed} />
      ))}
    </ul>
  )
}

/** What a saved message says, in the language of the screen. */
export function wordLater({ text, isDeleted }: LaterEntry, say: Say): string {
  if (isDeleted) return say('later.deleted')
  return text === '' ? say('later.noText') : text
}

/** Where a saved message stands. */
export function hrefOfLater({ roomId, eventId, threadId }: LaterEntry): string {
  return threadId === undefined ? paths.room(roomId, eventId) : paths.panel(roomId, 'thread', threadId)
}

function Entry({ entry, isRoomNamed }: { entry: LaterEntry; isRoomNamed: boolean }): ReactNode {
  const { model, words } = useApp()
  const [isAsking, setIsAsking] = useState(false)
  const { id, doneAtMs, dueAtMs } = entry
  const isDone = doneAtMs !== undefined
  const says = wordLater(entry, words.say)
  const isDue = !isDone && dueAtMs !== undefined && dueAtMs <= Date.now()
  return (
    <li className="later-entry" data-done={isDone || undefined} data-due={isDue || undefined}>
      <input type="checkbox" className="later-tick" checked={isDone} aria-label={`${words.say('later.setDone')}: ${says}`} title={words.say(isDone ? 'later.setOpen' : 'later.setDone')} onChange={() => model.later.setDone(id, !isDone)} />
      <a className="later-text" href={hrefOfLater(entry)} title={words.say('later.goTo')}>
        <span className="later-says">{says}</span>
        <span className="later-facts soft">
          {isRoomNamed ? <span>{nameOf(entry, words.say)}</span> : null}
          <span>{words.say('later.said', { name: personNameOf(entry.name), when: words.moment(entry.sentAtMs) })}</span>
          {dueAtMs === undefined || isDone ? null : (
            <span>
              <Icon name="clock" /> {words.say('later.reminderAt', { when: words.moment(dueAtMs) })}
            </span>
          )}
        </span>
      </a>
      <span className="later-tools">
        {isDone ? null : (
          <button type="button" className="tool" aria-label={`${words.say('later.remind')} ${says}`} title={words.say('later.remind')} onClick={() => setIsAsking(true)}>
            <Icon name="clock" />
          </button>
        )}
        <button type="button" className="tool" aria-label={`${words.say('later.remove')}: ${says}`} title={words.say('later.remove')} onClick={() => model.later.remove(id)}>
          <Icon name="close" />
        </button>
      </span>
      <Ask title={words.say('later.remindTitle')} isOpen={isAsking} onClose={() => setIsAsking(false)} closeName={words.say('app.close')}>
        <Moment entry={entry} close={() => setIsAsking(false)} />
      </Ask>
    </li>
  )
}

function Moment({ entry: { id, dueAtMs }, close }: { entry: LaterEntry; close: () => void }): ReactNode {
  const { model, words } = useApp()
  const choose = (atMs: number | undefined): void => {
    model.later.remind(id, atMs)
    close()
  }
  return (
    <WhenForm help={words.say('later.remindHow')} initialMs={dueAtMs} onChoose={choose}>
      {dueAtMs === undefined ? null : <Button onPress={() => choose(undefined)}>{words.say('later.never')}</Button>}
    </WhenForm>
  )
}
