// The field itself. It is the browser's own: how people enter their script, correct and undo stays theirs.
import type { ClipboardEvent, KeyboardEvent, ReactNode, SyntheticEvent } from 'react'
import { useLayoutEffect, useRef, useState } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { Dress } from '../../viewmodels/composer/composer-text.ts'
import { useApp, useLive } from '../app-context.tsx'
import { SUGGESTIONS_ID, suggestionId } from './suggestions.tsx'

const DRESSES: ReadonlyMap<string, Dress> = new Map([
  ['b', 'bold'],
  ['i', 'italic'],
  ['e', 'code'],
])

/** Where the whole label would be cut off. */
const NARROW = '(max-width: 40rem)'

/** What the field is given. */
export interface ComposerTextareaProps {
  composer: ComposerModel
  label: string
  send: () => void
  sendLater: () => void
  onPaste: (event: ClipboardEvent) => void
}

/** The field. */
export function ComposerTextarea({ composer, label, send, sendLater, onPaste }: ComposerTextareaProps): ReactNode {
  const { words } = useApp()
  const { typed, suggestions, active } = useLive(composer.state)
  // Asked once: to ask at each letter takes a part of what a letter takes.
  const [narrow] = useState(() => matchMedia(NARROW))
  const [begun] = useState(typed.text)
  const field = useRef<HTMLTextAreaElement>(null)
  const isComposing = useRef(false)
  // What is typed stands in the field already. A field that was given its text with each letter would be laid out once more for it.
  useLayoutEffect(() => {
    const area = field.current
    if (area === null || isComposing.current) return
    if (area.value !== typed.text) area.value = typed.text
    if (document.activeElement !== area) return
    if (area.selectionStart !== typed.from || area.selectionEnd !== typed.to) area.setSelectionRange(typed.from, typed.to)
  }, [typed])

  const take = ({ currentTarget: { value, selectionStart, selectionEnd } }: SyntheticEvent<HTMLTextAreaElement>): void => composer.type({ text: value, from: selectionStart, to: selectionEnd })
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return
    if (pressed(event, composer, suggestions.length > 0 ? active : undefined)) event.preventDefault()
    else if (event.key === 'Enter' && event.shiftKey && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      sendLater()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    }
  }
  return (
    <textarea
      ref={field}
      data-composer
      className="composer-field"
      aria-label={label}
      placeholder={narrow.matches ? words.say('talk.writeShort') : label}
      aria-autocomplete="list"
      aria-controls={suggestions.length > 0 ? SUGGESTIONS_ID : undefined}
      aria-activedescendant={suggestions.length > 0 ? suggestionId(active) : undefined}
      dir="auto"
      rows={1}
      defaultValue={begun}
      onChange={take}
      onSelect={(event) => {
        // Where the caret was moved; what the text is, the field says when it changes.
        if (!isComposing.current && event.currentTarget.value === composer.state.getState().typed.text) take(event)
      }}
      onCompositionStart={() => void (isComposing.current = true)}
      onCompositionEnd={() => void (isComposing.current = false)}
      onPaste={onPaste}
      onBlur={composer.closeSuggestions}
      onKeyDown={onKeyDown}
    />
  )
}

/** Does what a key asks for; false where it is an ordinary one. `active`: what is offered and would be taken. */
function pressed(event: KeyboardEvent, composer: ComposerModel, active: number | undefined): boolean {
  if (active !== undefined && pressedOffer(event, composer, active)) return true
  if (event.shiftKey || event.altKey) return false
  if (event.key === 'ArrowUp') return composer.editLast()
  if (event.key === 'Escape') {
    composer.cancel()
    return true
  }
  const dress = event.ctrlKey || event.metaKey ? DRESSES.get(event.key.toLowerCase()) : undefined
  if (dress !== undefined) composer.dress(dress)
  return dress !== undefined
}

function pressedOffer({ key, shiftKey }: KeyboardEvent, composer: ComposerModel, active: number): boolean {
  switch (key) {
    case 'ArrowDown':
      composer.move(1)
      return true
    case 'ArrowUp':
      composer.move(-1)
      return true
    case 'Escape':
      composer.closeSuggestions()
      return true
    case 'Tab':
    case 'Enter':
      if (!shiftKey) composer.take(active)
      return !shiftKey
    default:
      return false
  }
}
