// What is known not to be accessible, in words for people; the evidence for it is docs/conformance.md. A test holds the two together.
import type { Language } from '../../pages/language.ts'

/** Something that not everybody can use. */
export interface Barrier {
  /** The success criterion of WCAG 2.2 that is not met. */
  criterion: string
  says: Readonly<Record<Language, string>>
}

/** The day on which the evidence was gathered that the statement rests on. */
export const STATED_AT_MS = Date.UTC(2026, 11, 1)

/** All that are known. */
export const BARRIERS: readonly Barrier[] = []
