// Choosing people from the directory: typing looks for them, the arrows move, Enter takes.
import { Badge } from '@chappe/ui'
import { personNameOf } from '@chappe/policy'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useMemo, useState } from 'react'
import { TERM_MIN } from '../viewmodels/person/people-search.ts'
import type { FoundPerson } from '../viewmodels/types.ts'
import { useApp, useLive } from './app-context.tsx'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { AwayMark } from './person/reach-line.tsx'
import { wordJob } from './word-person.ts'

/** What the picker is given. Where one person is enough, taking them is choosing. */
export interface PeoplePickerProps {
  label: string
  chosen: readonly FoundPerson[]
  onChange: (chosen: readonly FoundPerson[]) => void
  isSingle?: boolean
  /** Who cannot be chosen, and why. */
  offBecause?: (person: FoundPerson) => string | undefined
  /** Takes many that were pasted at once; false: it is one, which is typed as anything else. */
  onPaste?: (text: string) => boolean
}

/** The picker. */
export function PeoplePicker({ label, chosen, onChange, isSingle = false, offBecause, onPaste }: PeoplePickerProps): ReactNode {
  const { model, words } = useApp()
  const id = useId()
  const search = useMemo(() => model.openPeopleSearch(), [model])
  useEffect(() => () => search.close(), [search])
  const { term, people, isLooking, isLimited, problem } = useLive(search.state)
  const [at, setAt] = useState(0)
  const found = people.filter((person) => !chosen.some(({ userId }) => userId === person.userId))
  const current = found[Math.min(at, found.length - 1)]
  const take = (person: FoundPerson): void => {
    if (offBecause?.(person) !== undefined) return
    onChange(isSingle ? [person] : [...chosen, person])
    search.setTerm('')
    setAt(0)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((now) => Math.min(Math.max(now + (event.key === 'ArrowDown' ? 1 : -1), 0), Math.max(found.length - 1, 0)))
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      take(current)
    } else if (event.key === 'Backspace' && term === '' && chosen.length > 0) onChange(chosen.slice(0, -1))
  }
  return (
    <div className="field picker">
      <label htmlFor={id}>{label}</label>
      {chosen.length === 0 ? null : (
        <ul className="picker-chosen">
          {chosen.map((person) => (
            <li key={person.userId} className="picker-chip">
              {personNameOf(person.name)}
              <button type="button" className="picker-drop" aria-label={words.say('people.drop', { name: person.name })} onClick={() => onChange(chosen.filter((each) => each !== person))}>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="search"
        role="combobox"
        autoComplete="off"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={current === undefined ? undefined : `${id}-${current.userId}`}
        aria-describedby={`${id}-says`}
        placeholder={words.say('people.placeholder')}
        value={term}
        onChange={(event) => {
          setAt(0)
          search.setTerm(event.target.value)
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          // The field is of one line: what is pasted is taken before the lines are lost.
          if (onPaste?.(event.clipboardData.getData('text/plain')) === true) event.preventDefault()
        }}
      />
      <ul id={`${id}-found`} role="listbox" aria-label={words.say('people.found')} className="picker-found">
        {found.map((person) => {
          const why = offBecause?.(person)
          return (
            <li
              key={person.userId}
              id={`${id}-${person.userId}`}
              role="option"
              aria-selected={person === current}
              aria-disabled={why !== undefined}
              className="picker-person"
              onMouseDown={(event) => {
                event.preventDefault()
                take(person)
              }}
            >
              <PersonLine person={person} />
              {why === undefined ? null : <span className="picker-why soft">{why}</span>}
            </li>
          )
        })}
      </ul>
      <p id={`${id}-says`} className="field-help" role="status">
        {problem !== undefined
          ? problem || words.say('app.notReached')
          : term.trim().length < TERM_MIN
            ? words.say('people.typeMore', { count: TERM_MIN })
            : isLooking
              ? words.say('people.looking')
              : found.length === 0
                ? words.say('people.nobody')
                : isLimited
                  ? words.say('people.more')
                  : ''}
      </p>
    </div>
  )
}

/** Somebody in one line: their name, what they do and for whom, whether they are from outside. */
export function PersonLine({ person }: { person: FoundPerson }): ReactNode {
  const { words } = useApp()
  return (
    <>
      <Avatar id={person.userId} name={person.name} url={person.avatarUrl} />
      <span className="person-text">
        <span className="person-line">
          <span className="person-name">{person.organisation === '' ? person.name : personNameOf(person.name)}</span>
          <AwayMark untilMs={person.awayUntilMs} />
        </span>
        <span className="person-whose soft">{wordJob(person) || person.userId}</span>
      </span>
      {person.kind === 'agent' ? null : <Badge tone="warn">{words.say(`people.kind.${person.kind}`)}</Badge>}
    </>
  )
}
