// What one does with a room from the list.
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../paths.ts'
import type { RoomSummary } from '../viewmodels/types.ts'
import { useApp, useLive } from './app-context.tsx'
import { askSectionName } from './section-head.tsx'

/** The menu, beside the row of the room. */
export function RoomMenu({ room, element, onClose }: { room: RoomSummary; element: HTMLElement; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const { own } = useLive(model.roomList.state)
  const anchor = useRef<HTMLElement>(element)
  anchor.current = element
  const { roomList } = model
  const { roomId } = room
  const act = (done: Promise<unknown>): void => void done.catch(() => undefined)
  const isIn = room.membership === 'join'
  const isUnread = room.unreadCount > 0 || room.mentionCount > 0 || room.isMarkedUnread
  const isFavourite = room.tags.includes('m.favourite')
  const isLow = room.tags.includes('m.lowpriority')
  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} placement="bottom start" offset={-8}>
      <Menu className="menu" aria-label={words.say('rooms.menu', { name: room.name })} onClose={onClose} autoFocus="first">
        {isIn ? (
          <MenuItem onAction={() => act(isUnread ? roomList.markRead(roomId) : roomList.markUnread(roomId))}>{words.say(isUnread ? 'rooms.markRead' : 'rooms.markUnread')}</MenuItem>
        ) : null}
        {isIn ? <MenuItem onAction={() => act(roomList.setFavourite(roomId, !isFavourite))}>{words.say(isFavourite ? 'rooms.notFavourite' : 'rooms.favourite')}</MenuItem> : null}
        {isIn ? <MenuItem onAction={() => act(roomList.setLow(roomId, !isLow))}>{words.say(isLow ? 'rooms.notLow' : 'rooms.low')}</MenuItem> : null}
        {isIn ? <Separator /> : null}
        {isIn
          ? own
              .filter(({ tag }) => !room.tags.includes(tag))
              .map(({ tag, name }) => (
                <MenuItem key={tag} textValue={name} onAction={() => act(roomList.moveRoom(roomId, tag))}>
                  {words.say('rooms.moveTo', { name })}
                </MenuItem>
              ))
          : null}
        {isIn && room.tags.some((tag) => tag.startsWith('u.')) ? <MenuItem onAction={() => act(roomList.moveRoom(roomId, undefined))}>{words.say('rooms.moveOut')}</MenuItem> : null}
        {isIn ? <MenuItem onAction={() => askSectionName({ kind: 'create', roomId })}>{words.say('rooms.moveToNew')}</MenuItem> : null}
        {isIn ? <Separator /> : null}
        <MenuItem onAction={() => navigate(paths.panel(roomId, 'details'))}>{words.say('details.title')}</MenuItem>
        {room.membership === 'invite' ? (
          <MenuItem className="menu-bad" onAction={() => act(roomList.leave(roomId))}>
            {words.say('talk.decline')}
          </MenuItem>
        ) : null}
      </Menu>
    </Popover>
  )
}
