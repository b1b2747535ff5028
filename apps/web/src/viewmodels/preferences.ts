// How somebody wants this browser to look. Kept in the browser, since a telephone and a wide screen are looked at differently.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'

/** Light, dark, or strong contrast; `system` follows the machine. */
export const THEMES = ['system', 'light', 'dark', 'contrast'] as const

/** Light, dark, or strong contrast. */
export type Theme = (typeof THEMES)[number]

/** How messages stand below one another. */
export const DENSITIES = ['comfortable', 'compact', 'bubbles'] as const

/** How messages stand below one another. */
export type Density = (typeof DENSITIES)[number]

/** What can be wished for. */
export interface Wishes {
  theme: Theme
  density: Density
}

/** The wishes of this browser. */
export interface Preferences {
  state: Live<Wishes>
  setTheme(theme: Theme): void
  setDensity(density: Density): void
}

const KEYS = { theme: 'chappe.theme', density: 'chappe.density' } as const

/** Reads the wishes that `storage` keeps; what it cannot read is as if nothing had been wished. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Preferences {
  const state = createStore<Wishes>(() => ({
    theme: oneOf(THEMES, storage.getItem(KEYS.theme)) ?? 'system',
    density: oneOf(DENSITIES, storage.getItem(KEYS.density)) ?? 'comfortable',
  }))
  return {
    state,
    setTheme(theme) {
      storage.setItem(KEYS.theme, theme)
      state.setState({ theme })
    },
    setDensity(density) {
      storage.setItem(KEYS.density, density)
      state.setState({ density })
    },
  }
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T | undefined {
  return values.find((value) => value === text)
}
