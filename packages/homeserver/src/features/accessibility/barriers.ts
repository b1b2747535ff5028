// What is known not to be accessible, in words for people; the evidence for it is docs/conformance.md. A test holds the two together.
import type { Language } from '../../pages/language.ts'

/** Something that not everybody can use. */
export interface Barrier {
  /** The success criterion of WCAG 2.2 that is not met. */
  criterion: string
  says: Readonly<Record<Language, string>>
}

/** The day on which the evidence was gathered that the statement rests on. */
export const STATED_AT_MS = Date.UTC(2026, 10, 30)

/** All that are known. */
export const BARRIERS: readonly Barrier[] = [
  {
    criterion: '2.4.7',
    says: {
      fr: 'Quand un document (PDF, bureautique) est ouvert sur place, rien n’indique autour de lui que le focus du clavier s’y trouve.',
      en: 'When a document (PDF, office) is open in place, nothing around it shows that the keyboard focus is in it.',
    },
  },
  {
    criterion: '3.1.2',
    says: {
      fr: 'Les messages de service contiennent le français et l’anglais l’un sous l’autre, et le poste de sécurité donne des motifs de refus en anglais, sans que la langue de chaque passage soit indiquée aux lecteurs d’écran.',
      en: 'Service messages hold French and English one below the other, and the security desk gives reasons for a refusal in English, without telling screen readers the language of each part.',
    },
  },
]
