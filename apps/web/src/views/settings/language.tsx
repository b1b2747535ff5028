// The language of the messenger.
import type { Language } from '@chappe/ui'
import { LANGUAGES } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp } from '../app-context.tsx'
import { Choice } from './choice.tsx'

/** Each language by its own name. */
const NAMES: Readonly<Record<Language, string>> = { fr: 'Français', en: 'English' }

/** French or English. */
export function LanguageSection(): ReactNode {
  const { words, setLanguage } = useApp()
  return <Choice label={words.say('settings.languageOf')} value={words.language} onChange={setLanguage} choices={LANGUAGES.map((value) => ({ value, label: NAMES[value], lang: value }))} />
}
