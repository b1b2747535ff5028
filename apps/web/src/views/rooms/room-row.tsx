// One room in the list.
import { personNameOf } from '@chappe/policy'
import type { MouseEvent, ReactNode } from 'react'
import { memo } from 'react'
import { paths } from '../../paths.ts'
import type { Density } from '../../viewmodels/rooms/room-list.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { awayUntil } from '../../viewmodels/person/away.ts'
import { useApp, usePart } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'
import { wordBody } from '../word-body.ts'
import { AwayMark } from '../person/reach-line.tsx'
import { wordInvitation, wordRoom } from '../word-person.ts'

/** What a row is given. */
export interface RoomRowProps {
  room: RoomSummary
  density: Density
  isOpen: boolean
  /** Whether something was begun in it and not sent. */
  hasDraft: boolean
  onMenu: (element: HTMLElement) => void
}

/** The row. Rooms that have not changed are not drawn anew. */
export const RoomRow = memo(RoomRowView, (a, b) => a.room === b.room && a.density === b.density && a.isOpen === b.isOpen && a.hasDraft === b.hasDraft)

function RoomRowView({ room, density, isOpen, hasDraft, onMenu }: RoomRowProps): ReactNode {
  const { model, words } = useApp()
  const { roomId } = room
  const name = wordRoom(room, words.say)
  // Where one is writing, the words stand in front of one already.
  const draft = hasDraft && !isOpen ? model.roomList.draftOf(roomId) : undefined
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault()
    onMenu(event.currentTarget)
  }
  return (
    <a
      className="rooms-room"
      href={paths.room(roomId)}
      aria-current={isOpen ? 'page' : undefined}
      data-row
      data-unread={room.unreadCount > 0 || room.mentionCount > 0 || room.isMarkedUnread || undefined}
      data-muted={room.isMuted || undefined}
      title={density === 'icons' ? name : undefined}
      onContextMenu={onContextMenu}
    >
      <Avatar id={roomId} name={name} shape={room.kind === 'person' ? 'person' : 'room'} url={room.avatarUrl} />
      {density === 'comfortable' ? (
        <Wide room={room} draft={draft} />
      ) : (
        <>
          <span className={density === 'icons' ? 'hidden-visually' : 'rooms-text'}>
            <Name room={room} />
          </span>
          <Marks room={room} hasDraft={draft !== undefined} />
        </>
      )}
    </a>
  )
}

function Name({ room }: { room: RoomSummary }): ReactNode {
  const { words } = useApp()
  const name = wordRoom(room, words.say)
  return <span className="rooms-name">{room.kind === 'person' ? personNameOf(name) : name}</span>
}

/** That whom one talks with is out of office. */
function Away({ room: { kind, directUserId } }: { room: RoomSummary }): ReactNode {
  const { model } = useApp()
  const userId = kind === 'person' ? directUserId : undefined
  return <AwayMark untilMs={usePart(model.away, (away) => awayUntil(away, userId, Date.now()))} />
}

/** In two lines: what it is and since when, what was said last or begun, and what is to be known of it. */
function Wide({ room, draft }: { room: RoomSummary; draft: string | undefined }): ReactNode {
  const { words } = useApp()
  return (
    <span className="rooms-text">
      <span className="rooms-line">
        <Name room={room} />
        {room.last !== undefined && room.lastActivityMs > 0 ? <time className="rooms-time soft">{words.ago(room.lastActivityMs, Date.now())}</time> : null}
      </span>
      <span className="rooms-line">
        <span className="rooms-last soft">{draft === undefined ? previewOf(room, words) : words.say('rooms.draft', { text: draft.slice(0, DRAFT_CHARS) })}</span>
        <Marks room={room} hasDraft={draft !== undefined} />
      </span>
    </span>
  )
}

const DRAFT_CHARS = 120

function previewOf(room: RoomSummary, words: ReturnType<typeof useApp>['words']): string {
  if (room.inviter !== undefined) return wordInvitation(room.inviter, words.say)
  if (room.membership === 'knock') return words.say('rooms.asked')
  if (room.last === undefined) return room.topic
  const text = wordBody(room.last.message, words.say)
  const isTold = room.kind === 'person' || room.last.message.kind === 'change' || room.last.sender === ''
  return isTold ? text : words.say('rooms.preview', { name: personNameOf(room.last.sender), text })
}

/** What is to be known of a room at a glance: what could not be sent, that it is quiet, how much waits. */
function Marks({ room, hasDraft }: { room: RoomSummary; hasDraft: boolean }): ReactNode {
  const { words } = useApp()
  return (
    <span className="rooms-marks">
      {room.failedCount > 0 ? <Mark icon="warn" label={words.say('rooms.failed', { count: room.failedCount })} tone="bad" /> : null}
      {hasDraft ? <Mark icon="pen" label={words.say('rooms.hasDraft')} tone="soft" /> : null}
      {room.isOpen && !room.isEncrypted ? <Mark icon="unlocked" label={words.say('rooms.openMark')} tone="warn" /> : null}
      {room.admitsExternals ? <Mark icon="globe" label={words.say('rooms.externalsMark')} tone="warn" /> : null}
      <Away room={room} />
      {room.isMuted ? <Mark icon="muted" label={words.say('rooms.muted')} tone="soft" /> : null}
      {room.mentionCount > 0 ? (
        <Count count={room.mentionCount} label={words.say('rooms.mentions', { count: room.mentionCount })} isStrong />
      ) : room.unreadCount > 0 ? (
        <Count count={room.unreadCount} label={words.say('rooms.unread', { count: room.unreadCount })} isStrong={room.kind === 'person' && !room.isMuted} />
      ) : room.isMarkedUnread || room.membership === 'invite' ? (
        <span className="count-dot">
          <span className="hidden-visually">{words.say(room.isMarkedUnread ? 'rooms.markedUnread' : 'rooms.newInvitation')}</span>
        </span>
      ) : null}
    </span>
  )
}

function Mark({ icon, label, tone }: { icon: 'warn' | 'muted' | 'unlocked' | 'globe' | 'pen'; label: string; tone: 'bad' | 'warn' | 'soft' }): ReactNode {
  return (
    <span className={`rooms-mark rooms-mark-${tone}`} title={label}>
      <Icon name={icon} />
      <span className="hidden-visually">{label}</span>
    </span>
  )
}

function Count({ count, label, isStrong }: { count: number; label: string; isStrong: boolean }): ReactNode {
  const { words } = useApp()
  return (
    <span className={isStrong ? 'count count-strong' : 'count'}>
      <span aria-hidden="true">{count > 99 ? '99+' : words.number(count)}</span>
      <span className="hidden-visually">{label}</span>
    </span>
  )
}
