// Inviting: colleagues by the directory, many at once where they are pasted, people from outside by their address, for whom one vouches.
import { personNameOf } from '@chappe/policy'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import type { InviteEntry } from '../../viewmodels/rooms/invite-many.ts'
import { ENTRIES_MAX } from '../../viewmodels/rooms/invite-many.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { PeoplePicker } from '../people-picker.tsx'
import { ByMail } from './by-mail.tsx'

/** The form, once it is asked for. */
export function Invite({ room }: { room: RoomSummary }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  /** Invitations by mail that were sent from a list stand among the others once they are looked up again. */
  const [round, setRound] = useState(0)
  if (!isOpen) {
    return (
      <Button kind="main" onPress={() => setIsOpen(true)}>
        {words.say('details.invite')}
      </Button>
    )
  }
  return (
    <section className="details-part" aria-label={words.say('details.invite')}>
      <Colleagues room={room} onInvited={() => setRound((before) => before + 1)} onClose={() => setIsOpen(false)} />
      {room.admitsExternals ? <ByMail key={round} roomId={room.roomId} /> : room.isOpen ? null : <p className="soft">{words.say('details.byMailClosed')}</p>}
    </section>
  )
}

function Colleagues({ room: { roomId, admitsExternals }, onInvited, onClose }: { room: RoomSummary; onInvited: () => void; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const many = useMemo(() => model.openInviteMany(roomId), [model, roomId])
  // Whom the room did not admit is looked for again once it does.
  useEffect(() => many.again(), [many, admitsExternals])
  const { entries, isBusy, done, left } = useLive(many.state)
  const chosen = entries.flatMap((entry) => (entry.kind === 'found' ? [entry.person] : []))
  const others = entries.filter((entry) => entry.kind !== 'found' || entry.failure !== undefined)
  const canInvite = entries.some(({ kind }) => kind === 'found' || kind === 'mail')
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault()
        if (!canInvite) return
        void many.invite().then((isAll) => {
          onInvited()
          if (isAll) onClose()
        })
      }}
    >
      <PeoplePicker
        label={words.say('begin.invite')}
        chosen={chosen}
        onChange={many.setPeople}
        onPaste={many.paste}
        offBecause={(person) => (person.kind === 'external' && !admitsExternals ? words.say('details.noExternals') : undefined)}
      />
      <p className="field-help">{words.say('details.pasteHelp', { count: ENTRIES_MAX })}</p>
      {others.length === 0 ? null : (
        <ul className="invite-entries" aria-label={words.say('details.pasted')}>
          {others.map((entry) => (
            <Entry key={entry.id} entry={entry} onDrop={() => many.remove(entry.id)} />
          ))}
        </ul>
      )}
      <div role="status">
        {left > 0 ? <p>{words.say('details.pastedLeft', { count: left })}</p> : null}
        {done > 0 && !isBusy ? <p>{words.say('details.invitedCount', { count: done })}</p> : null}
      </div>
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('details.inviteThem')}
        </Button>
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
      </div>
    </form>
  )
}

/** Somebody who was pasted and is not of the directory, or could not be invited: what stands against it. */
function Entry({ entry, onDrop }: { entry: InviteEntry; onDrop: () => void }): ReactNode {
  const { words } = useApp()
  const name = entry.kind === 'found' ? personNameOf(entry.person.name) : entry.kind === 'mail' ? entry.address : entry.text
  return (
    <li className="invite-entry" data-wrong={entry.failure !== undefined || entry.kind === 'unknown' || undefined}>
      <span className="grow">
        <bdi className="invite-entry-name">{name}</bdi>
        <span className="soft">{wordEntry(entry, words)}</span>
      </span>
      <button type="button" className="picker-drop" aria-label={words.say('people.drop', { name })} onClick={onDrop}>
        <Icon name="close" />
      </button>
    </li>
  )
}

function wordEntry(entry: InviteEntry, words: ReturnType<typeof useApp>['words']): string {
  if (entry.failure !== undefined) return entry.failure || words.say('app.notReached')
  switch (entry.kind) {
    case 'looking':
      return words.say('people.looking')
    case 'found':
      return ''
    case 'mail':
      return words.say('details.pastedMail')
    case 'unknown':
      return words.say(`details.pasted.${entry.problem}`)
  }
}
