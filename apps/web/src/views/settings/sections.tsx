// The sections of the settings, in their order. A new one is one line here, and two words in `words/`.
import type { ComponentType } from 'react'
import type { WordKey } from '../../words/en.ts'
import { AlertsSection } from '../alerts/alerts-section.tsx'
import { KeyList } from '../frame/key-help.tsx'
import { AppearanceSection } from './appearance.tsx'
import { DevicesSection } from './devices.tsx'
import { LanguageSection } from './language.tsx'
import { PrivacySection } from './privacy.tsx'
import { ProfileSection } from './profile.tsx'
import { RecoverySection } from './recovery.tsx'
import { SignOutSection } from './sign-out.tsx'
import { WritingSection } from './writing.tsx'

/** A section: where it answers below `/settings`, what it is called, what it shows below its name. */
export interface SettingsSection {
  id: string
  title: WordKey
  Body: ComponentType
}

/** All of them. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { id: 'profile', title: 'settings.profile', Body: ProfileSection },
  { id: 'devices', title: 'devices.title', Body: DevicesSection },
  { id: 'recovery', title: 'recovery.title', Body: RecoverySection },
  { id: 'alerts', title: 'alerts.title', Body: AlertsSection },
  { id: 'privacy', title: 'settings.privacy', Body: PrivacySection },
  { id: 'appearance', title: 'settings.appearance', Body: AppearanceSection },
  { id: 'writing', title: 'settings.writing', Body: WritingSection },
  { id: 'language', title: 'settings.language', Body: LanguageSection },
  { id: 'keyboard', title: 'settings.keyboard', Body: KeyList },
  { id: 'sign-out', title: 'signOut.title', Body: SignOutSection },
]
