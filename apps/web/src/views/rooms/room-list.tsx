// The list of rooms: a head, filters, and the rooms of all sections, drawn as far as they are in sight.
import './room-list.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent, ReactNode } from 'react'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import type { Density, RoomFilter, Section } from '../../viewmodels/rooms/room-list.ts'
import { DENSITIES, ROOM_FILTERS } from '../../viewmodels/rooms/room-list.ts'
import type { RoomSummary } from '../../viewmodels/types.ts'
import { useApp, useLive, useLiveSoon, usePart } from '../app-context.tsx'
import { BEGINNINGS, showBeginning } from '../begin/begin-shown.ts'
import { Icon } from '../icon.tsx'
import { keyOf, toRows } from './list-rows.ts'
import { useRoomDrag } from './room-drag.ts'
import { RoomMenu } from './room-menu.tsx'
import { RoomRow } from './room-row.tsx'
import { askSectionName, SectionHead } from './section-head.tsx'
import { SpaceMenu } from './space-menu.tsx'
import { toggleSwitcher } from '../switcher/switcher-shown.ts'

const HEIGHTS: Readonly<Record<Density, number>> = { comfortable: 56, compact: 34, icons: 50 }
const HEAD_HEIGHT = 32

/** The list; `openRoomId` is the room that is looked at. */
export function RoomList({ openRoomId }: { openRoomId: string | undefined }): ReactNode {
  const { model, words } = useApp()
  const density = usePart(model.roomList.state, (list) => list.density)
  const { filter, sections } = useLiveSoon(model.roomList.state)
  const drafts = useLiveSoon(model.roomList.drafts)
  return (
    <>
      {HEAD}
      <nav className="rooms" aria-label={words.say('rooms.title')} data-density={density}>
        {density === 'icons' ? null : FILTERS}
        {sections.length === 0 ? <p className="rooms-none soft">{words.say(filter === 'all' ? 'rooms.none' : 'rooms.noneLeft')}</p> : null}
        <Rows sections={sections} drafts={drafts} density={density} openRoomId={openRoomId} />
      </nav>
    </>
  )
}

/** Which rooms they are, and what can be done with all of them. */
function Head(): ReactNode {
  const { model, words } = useApp()
  const density = usePart(model.roomList.state, (list) => list.density)
  const spaceId = usePart(model.roomList.state, (list) => list.spaceId)
  const space = useLive(model.spaces).find(({ roomId }) => roomId === spaceId)
  return (
    <header className="side-head" data-density={density}>
      <h2 className={density === 'icons' ? 'hidden-visually' : ''}>{space?.name ?? words.say('rooms.title')}</h2>
      <span className="side-tools">
        <button type="button" className="tool" aria-label={words.say('switcher.title')} title={words.say('switcher.title')} onClick={toggleSwitcher}>
          <Icon name="search" />
        </button>
        <SpaceMenu />
        <ListMenu density={density} />
        <BeginMenu />
      </span>
    </header>
  )
}

function Filters(): ReactNode {
  const { model, words } = useApp()
  const filter = usePart(model.roomList.state, (list) => list.filter)
  const unread = usePart(model.roomList.state, ({ totals }) => totals.unreadRooms)
  const mentions = usePart(model.roomList.state, ({ totals }) => totals.mentions)
  const invitations = usePart(model.roomList.state, ({ totals }) => totals.invitations)
  const counts: Readonly<Record<RoomFilter, number>> = { all: 0, unread, mentions, invitations }
  return (
    <div className="chips" role="group" aria-label={words.say('rooms.filter')}>
      {ROOM_FILTERS.map((each) => (
        <button key={each} type="button" className="chip" aria-pressed={each === filter} onClick={() => model.roomList.setFilter(each)}>
          {words.say(`rooms.filter.${each}`)}
          {counts[each] > 0 ? <span className="chip-count">{words.number(counts[each])}</span> : null}
        </button>
      ))}
    </div>
  )
}

/** What does not change with the room that is looked at. */
const HEAD = <Head />
const FILTERS = <Filters />

/** How the list looks, and its sections. */
function ListMenu({ density }: { density: Density }): ReactNode {
  const { model, words } = useApp()
  return (
    <MenuTrigger>
      <AriaButton className="tool" aria-label={words.say('rooms.view')}>
        <Icon name="more" />
      </AriaButton>
      <Popover placement="bottom end">
        <Menu className="menu" aria-label={words.say('rooms.view')}>
          {DENSITIES.map((each) => (
            <MenuItem key={each} onAction={() => model.roomList.setDensity(each)} textValue={words.say(`rooms.density.${each}`)}>
              {words.say(`rooms.density.${each}`)}
              {each === density ? <Icon name="check" /> : null}
            </MenuItem>
          ))}
          <Separator />
          <MenuItem onAction={() => askSectionName({ kind: 'create', roomId: undefined })}>{words.say('rooms.newSection')}</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

function BeginMenu(): ReactNode {
  const { words } = useApp()
  return (
    <MenuTrigger>
      <AriaButton className="tool" aria-label={words.say('begin.title')}>
        <Icon name="add" />
      </AriaButton>
      <Popover placement="bottom end">
        <Menu className="menu" aria-label={words.say('begin.title')}>
          {BEGINNINGS.map(({ kind, icon }) => (
            <MenuItem key={kind} onAction={() => showBeginning(kind)} textValue={words.say(`begin.${kind}`)}>
              <Icon name={icon} />
              {words.say(`begin.${kind}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** The rows. The arrows move among them; a room's menu opens with a right press, or the menu key, and rooms can be dragged. */
const Rows = memo(function Rows({ sections, drafts, density, openRoomId }: { sections: readonly Section[]; drafts: ReadonlySet<string>; density: Density; openRoomId: string | undefined }): ReactNode {
  const rows = useMemo(() => toRows(sections), [sections])
  const scroller = useRef<HTMLDivElement>(null)
  const drag = useRoomDrag(rows)
  const [menu, setMenu] = useState<{ room: RoomSummary; element: HTMLElement }>()
  const drawn = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'section' ? HEAD_HEIGHT : HEIGHTS[density]),
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 10,
  })
  useEffect(() => drawn.measure(), [drawn, density])

  const focusRow = (index: number): void => {
    drawn.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row]`)?.focus())
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const at = Number(event.target instanceof Element ? event.target.closest('[data-index]')?.getAttribute('data-index') : Number.NaN)
    if (Number.isNaN(at)) return
    event.preventDefault()
    focusRow(Math.min(Math.max(at + step, 0), rows.length - 1))
  }
  return (
    <div className="rooms-scroll" ref={scroller} onKeyDown={onKeyDown} {...drag.props}>
      <div className="rooms-rows" style={{ blockSize: drawn.getTotalSize() }}>
        {drawn.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index]
          return row === undefined ? null : (
            <div key={key} data-index={index} data-drop={drag.mark?.index === index ? drag.mark.edge : undefined} className="rooms-row" style={{ insetBlockStart: start }}>
              {row.kind === 'section' ? (
                <SectionHead section={row.section} density={density} />
              ) : (
                <RoomRow room={row.room} density={density} isOpen={row.room.roomId === openRoomId} hasDraft={drafts.has(row.room.roomId)} onMenu={(element) => setMenu({ room: row.room, element })} />
              )}
            </div>
          )
        })}
      </div>
      {menu === undefined ? null : <RoomMenu room={menu.room} element={menu.element} onClose={() => setMenu(undefined)} />}
    </div>
  )
})

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY, PageDown: 8, PageUp: -8 }
