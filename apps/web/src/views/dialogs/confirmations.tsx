// Who has confirmed a message, and who has not; whoever wrote it reminds them.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { tallyOf, toReminder } from '../../viewmodels/rooms/tally.ts'
import type { Tally } from '../../viewmodels/rooms/tally.ts'
import type { Message } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { useTalk } from '../message/context.ts'
import { wordPerson } from '../word-person.ts'

const SHOWN_MAX = 300

/** Both lists. */
export function ConfirmationsDialog({ id, close }: { id: string; close: () => void }): ReactNode {
  const { words } = useApp()
  const { conversation, timeline } = useTalk()
  const { people } = useLive(conversation.state)
  const { rows } = useLive(timeline.state)
  const row = rows.find((each) => each.kind === 'message' && each.message.id === id)
  if (row?.kind !== 'message' || row.message.asking === undefined) return <p>{words.say('confirm.noMore')}</p>
  const tally = tallyOf(row.message, row.message.asking, people)
  return (
    <div className="stack">
      <p className="soft">{words.say('confirm.who')}</p>
      <Missing message={row.message} tally={tally} close={close} />
      <Confirmed tally={tally} />
    </div>
  )
}

function Missing({ message, tally: { missing }, close }: { message: Message; tally: Tally; close: () => void }): ReactNode {
  const { words } = useApp()
  const { conversation, threadId } = useTalk()
  const { rights } = useLive(conversation.signs)
  const { isBusy, problem, run } = useAsking()
  if (missing.length === 0) return <p>{words.say('confirm.all')}</p>
  const remind = async (): Promise<void> => {
    await conversation.actions.send(await toReminder(words.say('confirm.reminder'), missing), { threadId, replyTo: { id: message.id, sender: message.sender.userId } })
    close()
  }
  return (
    <section className="stack" aria-labelledby="confirm-missing">
      <h3 id="confirm-missing" className="dialog-part">{words.say('confirm.missing', { count: missing.length })}</h3>
      <ul className="dialog-list">
        {missing.slice(0, SHOWN_MAX).map((person) => (
          <li key={person.userId}>
            <Avatar id={person.userId} name={wordPerson(person, words.say)} url={person.avatarUrl} />
            <span className="dialog-name">{wordPerson(person, words.say)}</span>
          </li>
        ))}
      </ul>
      {message.isMine && rights.write ? (
        <div className="row">
          <Button kind="main" isBusy={isBusy} onPress={() => void run(remind)}>
            {words.say('confirm.remind', { count: missing.length })}
          </Button>
        </div>
      ) : null}
      <Problem problem={problem} />
    </section>
  )
}

function Confirmed({ tally: { confirmed } }: { tally: Tally }): ReactNode {
  const { words } = useApp()
  if (confirmed.length === 0) return null
  return (
    <section className="stack" aria-labelledby="confirm-done">
      <h3 id="confirm-done" className="dialog-part">{words.say('confirm.confirmed', { count: confirmed.length })}</h3>
      <ul className="dialog-list">
        {confirmed.slice(0, SHOWN_MAX).map(({ person, atMs, isBeforeCorrection }) => (
          <li key={person.userId}>
            <Avatar id={person.userId} name={wordPerson(person, words.say)} url={person.avatarUrl} />
            <span className="dialog-name">{wordPerson(person, words.say)}</span>
            <span className="soft confirmed-at">
              {words.moment(atMs)}
              {isBeforeCorrection ? ` · ${words.say('confirm.before')}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
