// The quick switcher: one box over rooms, people, messages and commands, for the keyboard alone.
import './switcher.css'
import { personNameOf } from '@chappe/policy'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useMemo, useRef } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { SwitcherItem } from '../../viewmodels/switcher.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { COMMANDS } from './commands.ts'
import { Icon } from '../icon.tsx'
import { PersonLine } from '../people-picker.tsx'
import { isSwitcherShown } from './switcher-shown.ts'
import { wordRoom } from '../word-person.ts'

/** The switcher; nothing until it is asked for. */
export function Switcher(): ReactNode {
  const { words } = useApp()
  const isOpen = useLive(isSwitcherShown)
  return (
    <ModalOverlay className="veil veil-top" isOpen={isOpen} isDismissable onOpenChange={(next) => isSwitcherShown.setState(next, true)}>
      <Modal className="switcher">
        <Dialog aria-label={words.say('switcher.title')}>
          <Box />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Box(): ReactNode {
  const { model, words } = useApp()
  const switcher = useMemo(
    () => model.openSwitcher(COMMANDS.map(({ id, word, run }) => ({ id, name: words.say(word), run: () => run(model) }))),
    [model, words],
  )
  useEffect(() => () => switcher.close(), [switcher])
  const { term, items, at, isLooking } = useLive(switcher.state)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at, items])
  const take = (item: SwitcherItem | undefined): void => {
    if (item === undefined) return
    isSwitcherShown.setState(false, true)
    // The dialog gives the focus back first.
    setTimeout(() => takeItem(item), 0)
  }
  const takeItem = (item: SwitcherItem): void => {
    if (item.kind === 'room') navigate(paths.room(item.room.roomId))
    if (item.kind === 'command') item.command.run()
    if (item.kind === 'messages') navigate(`${paths.search()}?q=${encodeURIComponent(item.term)}`)
    if (item.kind === 'person') void model.openTalk(item.person.userId).then((roomId) => navigate(paths.room(roomId)), () => undefined)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      switcher.move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      take(items[at])
    }
  }
  const current = items[at]
  return (
    <>
      <div className="switcher-field">
        <Icon name="search" />
        <input
          autoFocus
          type="text"
          role="combobox"
          autoComplete="off"
          aria-label={words.say('switcher.label')}
          aria-expanded={items.length > 0}
          aria-controls="switcher-items"
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : `switcher-${keyOf(current)}`}
          placeholder={words.say('switcher.placeholder')}
          value={term}
          maxLength={200}
          onChange={(event) => switcher.setTerm(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id="switcher-items" role="listbox" aria-label={words.say('switcher.items')} className="switcher-items" ref={list}>
        {items.map((item) => (
          <li key={keyOf(item)} id={`switcher-${keyOf(item)}`} role="option" aria-selected={item === current} className="switcher-item" onClick={() => take(item)}>
            <Item item={item} />
          </li>
        ))}
      </ul>
      <p className="switcher-foot soft" role="status">
        {isLooking ? words.say('people.looking') : items.length === 0 ? words.say('switcher.nothing') : words.say('switcher.help')}
      </p>
    </>
  )
}

function Item({ item }: { item: SwitcherItem }): ReactNode {
  const { words } = useApp()
  switch (item.kind) {
    case 'room': {
      const { roomId, kind, topic, unreadCount, mentionCount } = item.room
      const name = wordRoom(item.room, words.say)
      const waiting = mentionCount > 0 ? mentionCount : unreadCount
      return (
        <>
          <Avatar id={roomId} name={name} shape={kind === 'person' ? 'person' : 'room'} url={item.room.avatarUrl} />
          <span className="person-text">
            <span className="person-name">{kind === 'person' ? personNameOf(name) : name}</span>
            {item.room.isArchived ? <span className="person-whose soft">{words.say('rooms.archivedOf')}</span> : topic === '' ? null : <span className="person-whose soft">{topic}</span>}
          </span>
          {waiting > 0 ? <span className={mentionCount > 0 ? 'count count-strong' : 'count'}>{words.number(waiting)}</span> : null}
        </>
      )
    }
    case 'person':
      return <PersonLine person={item.person} />
    case 'command':
      return (
        <>
          <span className="switcher-sign">›</span>
          {item.command.name}
        </>
      )
    case 'messages':
      return (
        <>
          <span className="switcher-sign">
            <Icon name="search" />
          </span>
          {words.say('switcher.messages', { term: item.term })}
        </>
      )
  }
}

function keyOf(item: SwitcherItem): string {
  switch (item.kind) {
    case 'room':
      return item.room.roomId
    case 'person':
      return item.person.userId
    case 'command':
      return item.command.id
    case 'messages':
      return 'messages'
  }
}
