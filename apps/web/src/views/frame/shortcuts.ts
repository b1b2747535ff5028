// What the keyboard does everywhere in the messenger. An area adds its keys in one line; the help shows all of them.
import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { AppModel } from '../../viewmodels/app.ts'
import type { Preferences } from '../../viewmodels/preferences.ts'
import type { WordKey } from '../../words/en.ts'
import { showKeyHelp } from './key-help-shown.ts'
import { placeOf } from '../place.ts'
import { toggleSwitcher } from '../switcher/switcher-shown.ts'

/** A key and what it does. */
export interface Shortcut {
  /** As `KeyboardEvent.key` names it. */
  key: string
  /** Control, or Command on a Mac. */
  isControl?: boolean
  isAlt?: boolean
  isShift?: boolean
  /** Whether it works while one writes. */
  isWhileWriting: boolean
  word: WordKey
  act(model: AppModel): void
}

/** All of them, as the help shows them. */
export const SHORTCUTS: readonly Shortcut[] = [
  { key: 'k', isControl: true, isWhileWriting: true, word: 'keys.switcher', act: toggleSwitcher },
  { key: 'ArrowDown', isAlt: true, isWhileWriting: true, word: 'keys.next', act: (model) => openNeighbour(model, 1, false) },
  { key: 'ArrowUp', isAlt: true, isWhileWriting: true, word: 'keys.previous', act: (model) => openNeighbour(model, -1, false) },
  { key: 'ArrowDown', isAlt: true, isShift: true, isWhileWriting: true, word: 'keys.nextUnread', act: (model) => openNeighbour(model, 1, true) },
  { key: 'ArrowUp', isAlt: true, isShift: true, isWhileWriting: true, word: 'keys.previousUnread', act: (model) => openNeighbour(model, -1, true) },
  { key: 'F6', isWhileWriting: true, word: 'keys.region', act: () => moveRegion(1) },
  { key: 'F6', isShift: true, isWhileWriting: true, word: 'keys.regionBack', act: () => moveRegion(-1) },
  { key: '?', isWhileWriting: false, word: 'keys.help', act: showKeyHelp },
]

/** Listens to the keyboard for as long as the messenger is shown. */
export function useShortcuts(model: AppModel, { state }: Pick<Preferences, 'state'>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const found = SHORTCUTS.find((each) => fits(each, event))
      if (found === undefined || (!found.isWhileWriting && (isWriting(event.target) || !state.getState().hasOneKeys))) return
      event.preventDefault()
      found.act(model)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [model, state])
}

function fits({ key, isControl = false, isAlt = false, isShift = false }: Shortcut, event: KeyboardEvent): boolean {
  // Where a character is meant, it says itself whether Shift is held.
  const isCharacter = key.length === 1 && !isControl
  const isHeld = isControl === (event.ctrlKey || event.metaKey) && isAlt === event.altKey && (isCharacter || isShift === event.shiftKey)
  return isHeld && event.key.toLowerCase() === key.toLowerCase()
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Opens the room above or below in the list. */
function openNeighbour(model: AppModel, step: 1 | -1, isUnread: boolean): void {
  const next = model.roomList.neighbour(placeOf(location.pathname, '').roomId, step, isUnread)
  if (next !== undefined) navigate(paths.room(next))
}

/** Moves to the next part of the screen: the rail, the list, what is looked at, the panel. */
function moveRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((each) => each.offsetParent !== null)
  const now = regions.findLastIndex((each) => each.contains(document.activeElement))
  const next = regions[(now + step + regions.length) % regions.length]
  const first = next?.querySelector<HTMLElement>('[data-region-first], a[aria-current], textarea')
  const isWithin = first !== null && first !== undefined && first.offsetParent !== null
  ;(isWithin ? first : next)?.focus()
}
