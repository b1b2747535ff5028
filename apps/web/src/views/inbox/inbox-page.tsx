// The inbox: mentions, threads, invitations and requests in one list, each with what answers it.
import { personNameOf } from '@chappe/policy'
import { Button, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect } from 'react'
import { useSearch } from 'wouter'
import { paths } from '../../paths.ts'
import type { InboxKind } from '../../viewmodels/inbox.ts'
import { INBOX_KINDS } from '../../viewmodels/inbox.ts'
import type { InboxEntry } from '../../viewmodels/types.ts'
import { useApp, useLive, usePart } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import './inbox-page.css'
import { PageHead } from '../frame/page-head.tsx'
import { MessageMark } from '../message/weight.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { wordBody } from '../word-body.ts'
import { wordInvitation, wordPerson, wordRoom } from '../word-person.ts'

const loadLater = () => import('../later/later-list.tsx')
const LaterList = lazy(async () => ({ default: (await loadLater()).LaterList }))
const DueList = lazy(async () => ({ default: (await loadLater()).DueList }))

/** The page. */
export function InboxPage(): ReactNode {
  const { model, words } = useApp()
  const { kind, entries, counts } = useLive(model.inbox.state)
  const isOfDue = new URLSearchParams(useSearch()).has('due')
  useEffect(() => model.inbox.reach(), [model])
  // An alert that something is due leads here.
  useEffect(() => {
    if (isOfDue) model.inbox.setKind('all')
  }, [model, isOfDue])
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
          <Suspense fallback={<Waiting label={words.say('app.loading')} />}>
            {kind === 'later' ? <LaterList /> : <Entries kind={kind} entries={entries} isEmpty={counts[kind] === 0} />}
          </Suspense>
        </div>
      </div>
    </section>
  )
}

function Entries({ kind, entries, isEmpty }: { kind: InboxKind; entries: readonly InboxEntry[]; isEmpty: boolean }): ReactNode {
  const { model, words } = useApp()
  const hasDue = usePart(model.later.state, ({ due }) => due.length > 0)
  if (isEmpty) return <p className="soft">{words.say('inbox.nothing')}</p>
  return (
    <>
      {kind === 'all' && hasDue ? <DueList /> : null}
      <ul className="inbox">
        {entries.map((entry) => (
          <Entry key={`${entry.kind} ${entry.id}`} entry={entry} />
        ))}
      </ul>
    </>
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
        {entry.kind === 'confirm' ? <MessageMark message={entry} /> : null}
        <p className="inbox-says">{says(entry, words.say)}</p>
        <Problem problem={problem} />
      </div>
      <div className="inbox-answers">
        {entry.kind === 'mention' || entry.kind === 'thread' || entry.kind === 'confirm' ? (
          <Button kind={entry.kind === 'confirm' ? 'main' : 'plain'} isBusy={isBusy} onPress={() => void run(() => model.inbox.settle(entry))}>
            {words.say(entry.kind === 'confirm' ? 'confirm.do' : 'inbox.done')}
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
    case 'confirm':
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
  if (entry.kind === 'mention' || entry.kind === 'confirm') return paths.room(roomId, entry.id)
  if (entry.kind === 'thread') return paths.panel(roomId, 'thread', entry.id)
  return entry.kind === 'request' ? paths.panel(roomId, 'details') : paths.room(roomId)
}
