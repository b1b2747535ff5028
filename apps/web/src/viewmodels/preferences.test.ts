// Wishes are kept in the browser, and what stands there is not believed.
import { expect, test } from 'vitest'
import { createPreferences } from './preferences.ts'

function memory(kept: Record<string, string> = {}): { storage: Pick<Storage, 'getItem' | 'setItem'>; kept: Record<string, string> } {
  return { kept, storage: { getItem: (key) => kept[key] ?? null, setItem: (key, value) => void (kept[key] = value) } }
}

test('Alice wants it dark and close together, and finds it so again', () => {
  const { storage } = memory()
  const first = createPreferences(storage)
  first.setTheme('dark')
  first.setDensity('compact')
  expect(first.state.getState()).toEqual({ theme: 'dark', density: 'compact', undoSeconds: '0', hasOneKeys: true })
  expect(createPreferences(storage).state.getState()).toEqual({ theme: 'dark', density: 'compact', undoSeconds: '0', hasOneKeys: true })
})

test('what no version ever kept is as if nothing had been wished', () => {
  const { storage } = memory({ 'chappe.theme': 'pink', 'chappe.density': '__proto__' })
  expect(createPreferences(storage).state.getState()).toEqual({ theme: 'system', density: 'comfortable', undoSeconds: '0', hasOneKeys: true })
})

test('Bo, who speaks to his computer, turns the keys off that are pressed alone', () => {
  const { storage } = memory()
  createPreferences(storage).setOneKeys(false)
  const later = createPreferences(storage)
  expect(later.state.getState().hasOneKeys).toBe(false)
  later.setOneKeys(true)
  expect(createPreferences(storage).state.getState().hasOneKeys).toBe(true)
})
