// How somebody wants this browser to look, put where the styles look for it before anything is painted.
import type { Wishes } from './viewmodels/preferences.ts'
import { createPreferences } from './viewmodels/preferences.ts'

/** The wishes of this browser. */
export const preferences = createPreferences(localStorage)

/** Dresses the page, now and whenever something else is wished for. */
export function dressPage(): void {
  dress(preferences.state.getState())
  preferences.state.subscribe(dress)
}

function dress({ theme, density }: Wishes): void {
  document.documentElement.dataset['theme'] = theme
  document.documentElement.dataset['density'] = density
}
