// The field that one searches with, and below it what is offered while one writes.
import { personNameOf } from '@chappe/policy'
import type { FocusEvent, KeyboardEvent, ReactNode, RefObject } from 'react'
import { useId } from 'react'
import type { Suggestion } from '../../viewmodels/search-suggest.ts'
import type { SearchModel } from '../../viewmodels/search.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'

/** The field. */
export function SearchField({ search, text, field }: { search: SearchModel; text: string; field: RefObject<HTMLInputElement | null> }): ReactNode {
  const { words } = useApp()
  const { suggest } = search
  const { items, at } = useLive(suggest.state)
  const list = useId()
  const take = (item: Suggestion): void => {
    if (item.kind === 'recent') suggest.note(item.text)
    search.setText(item.text)
    suggest.hide()
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') enter()
    else if (event.key === 'Escape' && items.length > 0) suggest.hide()
    else if (event.key === 'ArrowDown' && items.length === 0) suggest.look(text)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') suggest.move(event.key === 'ArrowDown' ? 1 : -1)
    else return
    event.preventDefault()
  }
  const enter = (): void => {
    const item = at === undefined ? undefined : items[at]
    if (item !== undefined) return take(item)
    suggest.note(text)
    suggest.hide()
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) suggest.hide()
  }
  return (
    <div className="search-box" onBlur={onBlur}>
      <input
        ref={field}
        type="search"
        role="combobox"
        className="search-field"
        aria-label={words.say('search.field')}
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={list}
        aria-activedescendant={at === undefined ? undefined : `${list}-${at}`}
        placeholder={words.say('search.field')}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={text}
        onChange={({ target }) => {
          search.setText(target.value)
          suggest.look(target.value)
        }}
        onClick={() => suggest.look(text)}
        onKeyDown={onKeyDown}
      />
      <div className="search-offers" hidden={items.length === 0}>
        <ul id={list} role="listbox" aria-label={words.say('search.suggestions')}>
          {items.map((item, index) => (
            <li key={`${item.kind} ${item.text}`} id={`${list}-${index}`} role="option" aria-selected={index === at} className="search-offer" onMouseDown={(event) => event.preventDefault()} onClick={() => take(item)}>
              <Offer item={item} />
            </li>
          ))}
        </ul>
        {items.some(({ kind }) => kind === 'recent') ? (
          <button type="button" className="link search-forget" onClick={() => void suggest.forget().then(() => field.current?.focus())}>
            {words.say('search.forget')}
          </button>
        ) : null}
      </div>
    </div>
  )
}

function Offer({ item }: { item: Suggestion }): ReactNode {
  const { words } = useApp()
  switch (item.kind) {
    case 'recent':
      return (
        <>
          <span className="search-sign">
            <Icon name="clock" />
          </span>
          <span className="search-offer-text">{item.text}</span>
          <span className="hidden-visually">{words.say('search.suggest.recent')}</span>
        </>
      )
    case 'person':
      return (
        <>
          <Avatar id={item.person.userId} name={item.person.name} url={item.person.avatarUrl} />
          <span className="search-offer-text">{words.say('search.suggest.person', { name: personNameOf(item.person.name) })}</span>
        </>
      )
    case 'room':
      return (
        <>
          <Avatar id={item.room.roomId} name={item.room.name} shape={item.room.kind === 'person' ? 'person' : 'room'} url={item.room.avatarUrl} />
          <span className="search-offer-text">{words.say('search.suggest.room', { name: item.room.name })}</span>
        </>
      )
  }
}
