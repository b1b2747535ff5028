// Whether the help for the keyboard is shown: a key and a menu ask for it.
import { createStore } from 'zustand/vanilla'

/** Whether it is shown. */
export const isKeyHelpShown = createStore(() => false)

/** Shows it. */
export function showKeyHelp(): void {
  isKeyHelpShown.setState(true, true)
}
