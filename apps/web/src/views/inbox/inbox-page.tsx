// The inbox: mentions, threads, invitations and requests in one list, each with what answers it.
import { personNameOf } from '@chappe/policy'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { paths } from '../../paths.ts'
import { INBOX_KINDS } from '../../viewmodels/inbox.ts'
import type { InboxEntry } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import './inbox-page.css'
import { PageHead } from '../frame/page-head.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { wordBody } from '../word-body.ts'
import { wordInvitation, wordPerson, wordRoom } from '../word-person.ts'

/** The page. */
export function InboxPage(): ReactNode {
  const { model, words } = useApp()
  const { kind, entries, counts } = useLive(model.inbox.state)
  useEffect(() => model.inbox.reach(), [model])
  return (
    <section className="page" aria-labelledby="page-title">
      <PageHead title={words.say('inbox.title')} />
      <div className="page-body">
        <div className="page-column">
          <div className="chips inbox-kinds" role="group" aria-label={words.say('inbox.kinds')}>
            {INBOX_KINDS.map((each) => (
              <button key={each} type="button" className="chip" aria-pressed={each === kind} onClick={() => model.inbox.setKind(each)}>
                {words.say(`inbox.kind.${each}`)}
                {counts[each] > 0 ? <span className="chip-count">{words.number(counts[each])}</span> : null}
              </button>
            ))}
          </div>
          {entries.length === 0 ? <p className="soft">{words.say('inbox.nothing')}</p> : null}
          <ul className="inbox">
            {entries.map((entry) => (
              <Entry key={`${entry.kind} ${entry.id}`} entry={entry} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}

function Entry({ entry }: { entry: InboxEntry }): ReactNode {
  const { model, words } = useApp()
  const { isBusy, problem, run } = useAsking()
  const { roomId, isOfServer } = entry.room
  const name = wordRoom(entry.room, words.say)
  return (
    <li className="inbox-entry">
      <Avatar id={roomId} name={name} shape={entry.room.kind === 'person' ? 'person' : 'room'} url={entry.room.avatarUrl} />
      <div className="inbox-text">
        <p className="inbox-head">
          <a href={hrefOf(entry)}>{name}</a>
          {entry.atMs > 0 ? (
            <time className="soft" dateTime={new Date(entry.atMs).toISOString()}>
              {words.moment(entry.atMs)}
            </time>
          ) : null}
        </p>
        <p className="inbox-says">{says(entry, words.say)}</p>
        <Problem problem={problem} />
      </div>
      <div className="inbox-answers">
        {entry.kind === 'mention' || entry.kind === 'thread' ? (
          <Button isBusy={isBusy} onPress={() => void run(() => model.inbox.settle(entry))}>
            {words.say('inbox.done')}
          </Button>
        ) : (
          <>
            <Button kind="main" isBusy={isBusy} onPress={() => void run(() => model.inbox.accept(entry))}>
              {words.say(entry.kind === 'request' ? 'inbox.letIn' : isOfServer ? 'talk.openIt' : 'talk.accept')}
            </Button>
            {isOfServer ? null : (
              <Button isBusy={isBusy} onPress={() => void run(() => model.inbox.decline(entry))}>
                {words.say('talk.decline')}
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  )
}

function says(entry: InboxEntry, say: ReturnType<typeof useApp>['words']['say']): string {
  switch (entry.kind) {
    case 'mention':
      return say('rooms.preview', { name: personNameOf(wordPerson(entry.message.sender, say)), text: wordBody(entry.message.body, say) })
    case 'thread':
      return say('inbox.thread', { count: entry.unreadCount, text: wordBody(entry.message.body, say) })
    case 'invitation':
      return wordInvitation(entry.room.inviter, say)
    case 'request':
      return entry.reason === '' ? say('inbox.request', { name: entry.person.name }) : say('inbox.requestWhy', { name: entry.person.name, reason: entry.reason })
  }
}

function hrefOf(entry: InboxEntry): string {
  const { roomId } = entry.room
  if (entry.kind === 'mention') return paths.room(roomId, entry.id)
  if (entry.kind === 'thread') return paths.panel(roomId, 'thread', entry.id)
  return entry.kind === 'request' ? paths.panel(roomId, 'details') : paths.room(roomId)
}
