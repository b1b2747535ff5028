// Which beginning is shown: the list, the switcher and a person's details ask for it.
import { createStore } from 'zustand/vanilla'
import type { IconName } from '../icon.tsx'

/** What can be begun, in the order in which it is offered. */
export const BEGINNINGS = [
  { kind: 'talk', icon: 'talks' },
  { kind: 'room', icon: 'lock' },
  { kind: 'forum', icon: 'unlocked' },
  { kind: 'space', icon: 'space' },
  { kind: 'link', icon: 'link' },
] as const satisfies readonly { kind: string; icon: IconName }[]

/** What can be begun. */
export type Beginning = (typeof BEGINNINGS)[number]['kind']

/** The one that is shown. */
export const beginningShown = createStore<Beginning | undefined>(() => undefined)

/** Shows one. */
export function showBeginning(kind: Beginning): void {
  beginningShown.setState(kind, true)
}
