// The sections of the settings, in their order. A new one is one line here, and two words in `words/`.
import type { ComponentType } from 'react'
import type { WordKey } from '../../words/en.ts'
import { AppearanceSection } from './appearance.tsx'
import { KeyboardSection } from './keyboard.tsx'
import { LanguageSection } from './language.tsx'

/** A section: where it answers below `/settings`, what it is called, what it shows below its name. */
export interface SettingsSection {
  id: string
  title: WordKey
  Body: ComponentType
}

/** All of them. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { id: 'appearance', title: 'settings.appearance', Body: AppearanceSection },
  { id: 'language', title: 'settings.language', Body: LanguageSection },
  { id: 'keyboard', title: 'settings.keyboard', Body: KeyboardSection },
]
