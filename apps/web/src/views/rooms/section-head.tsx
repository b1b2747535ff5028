// The heading of a section: it folds, and one's own can be named, moved and taken away.
import { Ask, Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { createStore } from 'zustand/vanilla'
import type { Density, Section } from '../../viewmodels/rooms/room-list.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

type NameQuestion = { kind: 'create'; roomId: string | undefined } | { kind: 'rename'; tag: string; name: string }

const question = createStore<NameQuestion | undefined>(() => undefined)

/** Asks for the name of a section: a new one, into which a room goes at once, or one that there is. */
export function askSectionName(next: NameQuestion): void {
  question.setState(next, true)
}

/** The heading. */
export function SectionHead({ section, density }: { section: Section; density: Density }): ReactNode {
  const { model, words } = useApp()
  const { id, known, name, isFolded, unreadCount, mentionCount, rooms } = section
  const title = known === undefined ? name : words.say(`rooms.section.${known}`)
  return (
    <div className="rooms-head">
      <h3 className="rooms-section">
        <button type="button" data-row className="rooms-fold" aria-expanded={!isFolded} onClick={() => model.roomList.setFolded(id, !isFolded)} title={density === 'icons' ? title : undefined}>
          <Icon name="fold" />
          <span className={density === 'icons' ? 'hidden-visually' : 'rooms-section-name'}>{title}</span>
          {isFolded && (mentionCount > 0 || unreadCount > 0) ? (
            <span className="count">
              <span aria-hidden="true">{words.number(unreadCount)}</span>
              <span className="hidden-visually">{words.say('rooms.unread', { count: unreadCount })}</span>
            </span>
          ) : rooms.length === 0 && density !== 'icons' ? (
            <span className="rooms-empty soft">{words.say('rooms.emptySection')}</span>
          ) : null}
        </button>
      </h3>
      {known === undefined && density !== 'icons' ? <SectionMenu tag={id} name={name} /> : null}
    </div>
  )
}

function SectionMenu({ tag, name }: { tag: string; name: string }): ReactNode {
  const { model, words } = useApp()
  const { sections } = model.roomList
  const act = (done: Promise<unknown>): void => void done.catch(() => undefined)
  return (
    <MenuTrigger>
      <AriaButton className="tool rooms-section-tool" aria-label={words.say('rooms.sectionMenu', { name })}>
        <Icon name="more" />
      </AriaButton>
      <Popover placement="bottom end">
        <Menu className="menu" aria-label={words.say('rooms.sectionMenu', { name })}>
          <MenuItem onAction={() => askSectionName({ kind: 'rename', tag, name })}>{words.say('rooms.renameSection')}</MenuItem>
          <MenuItem onAction={() => act(sections.move(tag, -1))}>{words.say('rooms.sectionUp')}</MenuItem>
          <MenuItem onAction={() => act(sections.move(tag, 1))}>{words.say('rooms.sectionDown')}</MenuItem>
          <MenuItem className="menu-bad" onAction={() => act(sections.remove(tag))}>
            {words.say('rooms.removeSection')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** The question for a name; nothing until it is asked. */
export function SectionName(): ReactNode {
  const { words } = useApp()
  const asked = useLive(question)
  return (
    <Ask title={words.say(asked?.kind === 'rename' ? 'rooms.renameSection' : 'rooms.newSection')} isOpen={asked !== undefined} onClose={() => question.setState(undefined, true)}>
      {asked === undefined ? null : <NameForm asked={asked} />}
    </Ask>
  )
}

function NameForm({ asked }: { asked: NameQuestion }): ReactNode {
  const { model, words } = useApp()
  const [name, setName] = useState(asked.kind === 'rename' ? asked.name : '')
  const { sections } = model.roomList
  const store = async (): Promise<void> => {
    if (asked.kind === 'rename') return sections.rename(asked.tag, name)
    const tag = await sections.create(name)
    if (asked.roomId !== undefined) await model.roomList.moveRoom(asked.roomId, tag)
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() === '') return
        question.setState(undefined, true)
        void store().catch(() => undefined)
      }}
    >
      <TextField label={words.say('rooms.sectionName')} name="section" value={name} onChange={setName} maxLength={60} isRequired />
      <div className="row row-end">
        <Button onPress={() => question.setState(undefined, true)}>{words.say('app.cancel')}</Button>
        <Button kind="main" type="submit">
          {words.say('app.save')}
        </Button>
      </div>
    </form>
  )
}
