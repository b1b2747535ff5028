// What every view has at hand: the words and the messenger's model.
import type { Language, Words } from '@chappe/ui'
import { createContext, useContext, useDeferredValue, useSyncExternalStore } from 'react'
import type { Live } from '../live.ts'
import type { AppModel } from '../viewmodels/app.ts'
import type { Preferences } from '../viewmodels/preferences.ts'
import type { WordKey } from '../words/en.ts'

/** What views have at hand. */
export interface App {
  model: AppModel
  words: Words<WordKey>
  setLanguage(language: Language): void
  preferences: Preferences
}

const AppContext = createContext<App | undefined>(undefined)

/** Gives the messenger to the views under it. */
export const AppProvider = AppContext.Provider

/** The messenger a view is part of. */
export function useApp(): App {
  const app = useContext(AppContext)
  if (app === undefined) throw new Error('this view stands outside the messenger')
  return app
}

/** What a value is now; the view is drawn anew when it changes. */
export function useLive<T>(live: Live<T>): T {
  return useSyncExternalStore(live.subscribe, live.getState)
}

/**
 * What a value is now, for what takes long to draw: it is drawn after what somebody presses or types, and in pieces that what
 * is pressed goes between. Whatever draws it has to be `memo`, and gets it as a property: meanwhile it has the value before.
 */
export function useLiveSoon<T>(live: Live<T>): T {
  return useDeferredValue(useLive(live))
}

/** A part of what a value is now; the view is drawn anew when that part is another one. */
export function usePart<T, Part>(live: Live<T>, pick: (value: T) => Part): Part {
  return useSyncExternalStore(live.subscribe, () => pick(live.getState()))
}
