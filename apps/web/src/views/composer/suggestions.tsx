// What is offered for the word that is being written.
import type { ReactNode } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { Suggestion } from '../../viewmodels/composer/composer-suggest.ts'
import { useApp, usePart } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'

/** The list's name in the page. */
export const SUGGESTIONS_ID = 'suggestions'

/** An offer's name in the page. */
export const suggestionId = (index: number): string => `suggestion-${index}`

/** The offers. */
export function ComposerSuggestions({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const suggestions = usePart(composer.state, (state) => state.suggestions)
  const active = usePart(composer.state, (state) => state.active)
  if (suggestions.length === 0) return null
  return (
    <div className="suggestions" id={SUGGESTIONS_ID} role="listbox" aria-label={words.say('compose.offers')}>
      {suggestions.map((suggestion, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field that owns the list takes the keys
        <div
          key={keyOf(suggestion)}
          id={suggestionId(index)}
          className="suggestion"
          role="option"
          aria-selected={index === active}
          aria-disabled={(suggestion.kind === 'group' && suggestion.group.isTooMany) || undefined}
          // The field keeps the focus; who lets go elsewhere takes nothing (WCAG 2.5.2).
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => composer.take(index)}
        >
          <Offer suggestion={suggestion} />
        </div>
      ))}
    </div>
  )
}

function keyOf(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'person':
    case 'room':
      return suggestion.id
    case 'everybody':
      return '@room'
    case 'group':
      return suggestion.group.id
    case 'emoji':
      return suggestion.char
    case 'command':
      return suggestion.command
  }
}

function Offer({ suggestion }: { suggestion: Suggestion }): ReactNode {
  const { words } = useApp()
  switch (suggestion.kind) {
    case 'person':
      return (
        <>
          <Avatar id={suggestion.id} name={suggestion.name} />
          <span className="suggestion-name">{suggestion.name}</span>
          <bdi className="soft" dir="ltr">
            {suggestion.id}
          </bdi>
        </>
      )
    case 'everybody':
      return (
        <>
          <span className="suggestion-group" aria-hidden="true">
            <Icon name="people" />
          </span>
          <bdi className="suggestion-name" dir="ltr">
            @room
          </bdi>
          <span className="soft">{words.say('compose.everybody', { count: suggestion.count })}</span>
        </>
      )
    case 'group':
      return (
        <>
          <span className="suggestion-group" aria-hidden="true">
            <Icon name="people" />
          </span>
          <span className="suggestion-name">{suggestion.group.name}</span>
          <span className="soft">{words.say(suggestion.group.isTooMany ? 'group.tooMany' : 'group.tells', { count: suggestion.group.userIds.length })}</span>
        </>
      )
    case 'room':
      return (
        <>
          <Avatar id={suggestion.id} name={suggestion.name} shape="room" />
          <span className="suggestion-name">{suggestion.name}</span>
        </>
      )
    case 'emoji':
      return (
        <>
          <span className="reaction-key">{suggestion.char}</span>
          <span className="suggestion-name">{suggestion.name}</span>
        </>
      )
    case 'command':
      return (
        <>
          <strong>/{suggestion.command}</strong>
          <span className="soft">{words.say(`compose.command.${suggestion.command}`)}</span>
        </>
      )
  }
}
