// What is typed where nothing takes it is meant for the room that is open: it goes to the field there, without a click into it.
import { useEffect } from 'react'
import type { Preferences } from '../../viewmodels/preferences.ts'
import { findComposer } from '../message/keys.ts'

/** What takes letters, or keys for something of its own. */
const TAKERS = 'input, textarea, select, iframe, audio, video, [contenteditable], [role=dialog], [role=alertdialog], [role=menu], [role=listbox], [role=radiogroup], [role=slider]'
const IN_FRONT = '[role=dialog], [role=alertdialog], [role=menu]'

/** Listens for as long as the messenger is shown. */
export function useTypeToWrite({ state }: Pick<Preferences, 'state'>): void {
  useEffect(() => {
    // A message has keys of its own for whoever walks to it; who has clicked into it does not mean them.
    let pressed: Element | null = null
    const onPointerDown = ({ target }: PointerEvent): void => {
      pressed = target instanceof Element ? target.closest('[data-stop]') : null
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event
      if (!isWriting(event) && !isPasting(event)) {
        if (['Tab', 'ArrowUp', 'ArrowDown'].includes(event.key)) pressed = null
        return
      }
      if (!state.getState().hasOneKeys || event.isComposing || !(target instanceof Element)) return
      if (target.closest(TAKERS) !== null || document.querySelector(IN_FRONT) !== null) return
      if (target.matches('[data-stop]') && target !== pressed) return
      const composer = findComposer()
      if (composer === undefined) return
      composer.focus()
      event.stopPropagation()
    }
    document.addEventListener('pointerdown', onPointerDown)
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      document.removeEventListener('pointerdown', onPointerDown)
      document.removeEventListener('keydown', onKeyDown, { capture: true })
    }
  }, [state])
}

/** A character, or what begins one (an accent). A space scrolls or presses; a question mark asks for help. */
function isWriting(event: KeyboardEvent): boolean {
  const isHeld = event.ctrlKey || event.metaKey || event.altKey
  if (isHeld && !event.getModifierState('AltGraph')) return false
  return event.key === 'Dead' || /^[^ ?]$/u.test(event.key)
}

function isPasting({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'v'
}
