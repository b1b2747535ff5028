// Whether one's own status is being set: the menu of oneself, the settings and a command ask for it.
import { createStore } from 'zustand/vanilla'

/** Whether the panel is shown. */
export const isOwnStatusShown = createStore(() => false)

/** Shows it. */
export function showOwnStatus(): void {
  isOwnStatusShown.setState(true, true)
}
