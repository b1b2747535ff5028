// The list of rooms.
import './room-list.css'
import type { ReactNode } from 'react'
import { paths } from '../paths.ts'
import { ROOM_FILTERS } from '../viewmodels/room-list.ts'
import { useApp, useLive } from './app-context.tsx'
import { Avatar } from './avatar.tsx'
import { wordBody } from './word-body.ts'

/** The list; `openRoomId` is the room that is looked at. */
export function RoomList({ openRoomId }: { openRoomId: string | undefined }): ReactNode {
  const { model, words } = useApp()
  const { filter, sections } = useLive(model.roomList.state)
  return (
    <nav className="rooms" aria-label={words.say('rooms.title')}>
      <div className="chips" role="group" aria-label={words.say('rooms.filter')}>
        {ROOM_FILTERS.map((each) => (
          <button key={each} type="button" className="chip" aria-pressed={each === filter} onClick={() => model.roomList.setFilter(each)}>
            {words.say(`rooms.filter.${each}`)}
          </button>
        ))}
      </div>
      {sections.length === 0 ? <p className="soft">{words.say(filter === 'all' ? 'rooms.none' : 'rooms.noneLeft')}</p> : null}
      {sections.map(({ id, rooms }) => (
        <section key={id} aria-labelledby={`section-${id}`}>
          <h2 id={`section-${id}`} className="rooms-section">
            {words.say(`rooms.section.${id}`)}
          </h2>
          <ul className="rooms-list">
            {rooms.map((room) => (
              <li key={room.roomId}>
                <a className="rooms-room" href={paths.room(room.roomId)} aria-current={room.roomId === openRoomId ? 'page' : undefined} data-unread={room.unreadCount > 0 || undefined}>
                  <Avatar id={room.roomId} name={room.name} shape={room.kind === 'person' ? 'person' : 'room'} url={room.avatarUrl} />
                  <span className="rooms-text">
                    <span className="rooms-name">{room.name}</span>
                    <span className="rooms-last soft">
                      {room.inviter !== undefined
                        ? words.say('rooms.invitedBy', { name: room.inviter.name })
                        : room.last === undefined
                          ? ''
                          : words.say('rooms.preview', { name: room.last.sender, text: wordBody(room.last.message, words.say) })}
                    </span>
                  </span>
                  {room.mentionCount > 0 ? (
                    <span className="count count-strong">
                      <span aria-hidden="true">{words.number(room.mentionCount)}</span>
                      <span className="hidden-visually">{words.say('rooms.mentions', { count: room.mentionCount })}</span>
                    </span>
                  ) : room.unreadCount > 0 ? (
                    <span className="count">
                      <span aria-hidden="true">{words.number(room.unreadCount)}</span>
                      <span className="hidden-visually">{words.say('rooms.unread', { count: room.unreadCount })}</span>
                    </span>
                  ) : null}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
