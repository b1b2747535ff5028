// What is offered for the word that is being written.
import type { ReactNode } from 'react'
import type { ComposerModel } from '../../viewmodels/composer.ts'
import type { Suggestion } from '../../viewmodels/composer-suggest.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'

/** The list's name in the page. */
export const SUGGESTIONS_ID = 'suggestions'

/** An offer's name in the page. */
export const suggestionId = (index: number): string => `suggestion-${index}`

/** The offers. */
export function ComposerSuggestions({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const { suggestions, active } = useLive(composer.state)
  if (suggestions.length === 0) return null
  return (
    <div className="suggestions" id={SUGGESTIONS_ID} role="listbox" aria-label={words.say('compose.offers')}>
      {suggestions.map((suggestion, index) => (
        <div
          key={keyOf(suggestion)}
          id={suggestionId(index)}
          className="suggestion"
          role="option"
          aria-selected={index === active}
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            composer.take(index)
          }}
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
          <span>{suggestion.name}</span>
          <span className="soft">{suggestion.id}</span>
        </>
      )
    case 'everybody':
      return (
        <>
          <strong>@room</strong>
          <span className="soft">{words.say('compose.everybody', { count: suggestion.count })}</span>
        </>
      )
    case 'room':
      return (
        <>
          <Avatar id={suggestion.id} name={suggestion.name} shape="room" />
          <span>{suggestion.name}</span>
        </>
      )
    case 'emoji':
      return (
        <>
          <span className="reaction-key">{suggestion.char}</span>
          <span>{suggestion.name}</span>
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
