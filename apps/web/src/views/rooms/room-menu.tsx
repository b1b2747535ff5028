// What one does with a room from the list.
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { Menu, MenuItem, MenuSection, Popover } from 'react-aria-components'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { AppModel } from '../../viewmodels/app.ts'
import type { OwnSection } from '../../viewmodels/rooms/sections.ts'
import { isUnread } from '../../viewmodels/rooms/room-list.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { askSectionName } from './section-head.tsx'
import { wordRoom } from '../word-person.ts'

type Say = ReturnType<typeof useApp>['words']['say']

interface Item {
  id: string
  name: string
  isBad?: boolean
  act(): unknown
}

/** The menu, beside the row of the room. */
export function RoomMenu({ room, element, onClose }: { room: RoomSummary; element: HTMLElement; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const { own } = useLive(model.roomList.state)
  const anchor = useRef<HTMLElement>(element)
  anchor.current = element
  const groups = groupsOf(model, { room, own, say: words.say })
  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} placement="bottom start" offset={-8}>
      <Menu className="menu" aria-label={words.say('rooms.menu', { name: wordRoom(room, words.say) })} onClose={onClose} autoFocus="first">
        {groups.map(({ title, items }) => (
          <MenuSection key={title} aria-label={title}>
            {items.map(({ id, name, isBad, act }) => (
              <MenuItem key={id} textValue={name} className={isBad === true ? 'menu-bad' : ''} onAction={() => void Promise.resolve(act()).catch(() => undefined)}>
                {name}
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Popover>
  )
}

function groupsOf(model: AppModel, { room, own, say }: { room: RoomSummary; own: readonly OwnSection[]; say: Say }): { title: string; items: Item[] }[] {
  const details: Item = { id: 'details', name: say('details.title'), act: () => navigate(paths.panel(room.roomId, 'details')) }
  const leave: Item = { id: 'leave', name: say(room.membership === 'invite' ? 'talk.decline' : 'rooms.takeBack'), isBad: true, act: () => model.roomList.leave(room.roomId) }
  if (room.membership !== 'join') return [{ title: say('details.title'), items: room.isOfServer ? [details] : [details, leave] }]
  return [
    { title: say('rooms.title'), items: standingItems(model, room, say) },
    { title: say('rooms.newSection'), items: sectionItems(model, { room, own, say }) },
    { title: say('details.title'), items: [details] },
  ]
}

/** Read or not, favourite or not, important or not. */
function standingItems({ roomList }: AppModel, room: RoomSummary, say: Say): Item[] {
  const { roomId, tags } = room
  const [isFavourite, isLow] = [tags.includes('m.favourite'), tags.includes('m.lowpriority')]
  return [
    isUnread(room)
      ? { id: 'read', name: say('rooms.markRead'), act: () => roomList.markRead(roomId) }
      : { id: 'unread', name: say('rooms.markUnread'), act: () => roomList.markUnread(roomId) },
    { id: 'favourite', name: say(isFavourite ? 'rooms.notFavourite' : 'rooms.favourite'), act: () => roomList.setFavourite(roomId, !isFavourite) },
    { id: 'archive', name: say(room.isArchived ? 'rooms.unarchive' : 'rooms.archive'), act: () => roomList.setArchived(roomId, !room.isArchived) },
    { id: 'low', name: say(isLow ? 'rooms.notLow' : 'rooms.low'), act: () => roomList.setLow(roomId, !isLow) },
  ]
}

/** Into which section of one's own it goes. */
function sectionItems({ roomList }: AppModel, { room: { roomId, tags }, own, say }: { room: RoomSummary; own: readonly OwnSection[]; say: Say }): Item[] {
  const others = own.filter(({ tag }) => !tags.includes(tag))
  const out: Item[] = tags.some((tag) => tag.startsWith('u.')) ? [{ id: 'out', name: say('rooms.moveOut'), act: () => roomList.moveRoom(roomId, undefined) }] : []
  const isSorted = tags.some((tag) => tag.startsWith('u.') || tag === 'm.favourite')
  const moves: Item[] = isSorted
    ? [
        { id: 'up', name: say('rooms.up'), act: () => roomList.moveWithin(roomId, -1) },
        { id: 'down', name: say('rooms.down'), act: () => roomList.moveWithin(roomId, 1) },
      ]
    : []
  return [
    ...moves,
    ...others.map(({ tag, name }): Item => ({ id: tag, name: say('rooms.moveTo', { name }), act: () => roomList.moveRoom(roomId, tag) })),
    ...out,
    { id: 'new', name: say('rooms.moveToNew'), act: () => askSectionName({ kind: 'create', roomId }) },
  ]
}
