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

/** For how many seconds a message that was sent can be taken back; 0: it is sent at once. */
export const UNDO_SECONDS = ['0', '5', '10'] as const

/** For how many seconds a message that was sent can be taken back. */
export type UndoSeconds = (typeof UNDO_SECONDS)[number]

/** What can be wished for. */
export interface Wishes {
  theme: Theme
  density: Density
  undoSeconds: UndoSeconds
  /** Whether keys that are pressed alone do something. Who speaks to the machine, or has a hand that shakes, turns them off (WCAG 2.1.4). */
  hasOneKeys: boolean
}

/** The wishes of this browser. */
export interface Preferences {
  state: Live<Wishes>
  setTheme(theme: Theme): void
  setDensity(density: Density): void
  setUndoSeconds(seconds: UndoSeconds): void
  setOneKeys(isOn: boolean): void
}

const KEYS = { theme: 'chappe.theme', density: 'chappe.density', undoSeconds: 'chappe.undo', oneKeys: 'chappe.one-keys' } as const

/** Reads the wishes that `storage` keeps; what it cannot read is as if nothing had been wished. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Preferences {
  const state = createStore<Wishes>(() => ({
    theme: oneOf(THEMES, storage.getItem(KEYS.theme)) ?? 'system',
    density: oneOf(DENSITIES, storage.getItem(KEYS.density)) ?? 'comfortable',
    undoSeconds: oneOf(UNDO_SECONDS, storage.getItem(KEYS.undoSeconds)) ?? '0',
    hasOneKeys: storage.getItem(KEYS.oneKeys) !== 'off',
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
    setUndoSeconds(undoSeconds) {
      storage.setItem(KEYS.undoSeconds, undoSeconds)
      state.setState({ undoSeconds })
    },
    setOneKeys(hasOneKeys) {
      storage.setItem(KEYS.oneKeys, hasOneKeys ? 'on' : 'off')
      state.setState({ hasOneKeys })
    },
  }
}

/** For how many seconds a message that was sent can be taken back, as it stands at this moment. */
export function readUndoSeconds(storage: Pick<Storage, 'getItem'>): number {
  return Number(oneOf(UNDO_SECONDS, storage.getItem(KEYS.undoSeconds)) ?? '0')
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T | undefined {
  return values.find((value) => value === text)
}
