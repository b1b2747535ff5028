// Keys that work everywhere at the desk. Those of one letter can be turned off (WCAG 2.1.4).
import { useEffect, useRef } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { OpenPlace } from './use-places.ts'

const OFF_KEY = 'chappe.desk.letters-off'
/** How long after `g` the letter of a place may come. */
const CHORD_MS = 1500

/** Whether keys of one letter do something in this browser. */
export function hasLetters(): boolean {
  return localStorage.getItem(OFF_KEY) === null
}

/** Turns keys of one letter on or off. */
export function setLetters(isOn: boolean): void {
  if (isOn) localStorage.removeItem(OFF_KEY)
  else localStorage.setItem(OFF_KEY, 'off')
}

/** What the keys do. */
export interface Shortcuts {
  places: readonly OpenPlace[]
  openCommands: () => void
  openHelp: () => void
}

/** Listens for them while the frame is there. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    let pressedG = -Infinity
    const listen = (event: KeyboardEvent): void => {
      if (isCommandsKey(event)) {
        event.preventDefault()
        if (!isAsked()) latest.current.openCommands()
        return
      }
      if (!isLetter(event)) return
      const wasG = event.timeStamp - pressedG < CHORD_MS
      pressedG = !wasG && event.key === 'g' ? event.timeStamp : -Infinity
      if (press(event.key, wasG, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** Does what a key says; false where it says nothing. */
function press(key: string, wasG: boolean, { places, openHelp }: Shortcuts): boolean {
  if (wasG) {
    const place = places.find(({ letter }) => letter === key)
    if (place !== undefined) navigate(place.href)
    return place !== undefined
  }
  if (key === '?') openHelp()
  else if (key === '/') return focusFirst('main input[type=search]')
  else if (key === 'j') return stepRow(1)
  else if (key === 'k') return stepRow(-1)
  else return false
  return true
}

/** Goes to the next row or card of the page that has something to press, or to the one before it. */
function stepRow(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll('main tbody tr, main .cards > li')].flatMap((row) => {
    const first = row.querySelector('a[href], button')
    return first instanceof HTMLElement ? [{ row, first }] : []
  })
  const at = rows.findIndex(({ row }) => row.contains(document.activeElement))
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
  next?.first.focus()
  return next !== undefined
}

function focusFirst(selector: string): boolean {
  const found = document.querySelector(selector)
  if (!(found instanceof HTMLElement)) return false
  found.focus()
  return true
}

function isCommandsKey({ ctrlKey, metaKey, shiftKey, altKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === 'k'
}

/** Whether a key is for the page, and not for a field, a question or the browser. */
function isLetter({ ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && !isTyping(target) && !isAsked() && hasLetters()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Whether a question stands in front of the page. */
function isAsked(): boolean {
  return document.querySelector('[role=dialog]') !== null
}
