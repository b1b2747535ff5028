// Whether the quick switcher is shown: a key and a button ask for it.
import { createStore } from 'zustand/vanilla'

/** Whether it is shown. */
export const isSwitcherShown = createStore(() => false)

/** Shows it, or takes it away. */
export function toggleSwitcher(): void {
  isSwitcherShown.setState(!isSwitcherShown.getState(), true)
}
