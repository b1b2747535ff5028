// What the keyboard does where one writes, as the help shows it; the field itself does it (textarea.tsx).
import type { WordKey } from '../../words/en.ts'

/** The keys. */
export const WRITING_KEYS: readonly { key: string; isControl?: boolean; isShift?: boolean; word: WordKey }[] = [
  { key: 'Enter', word: 'keys.send' },
  { key: 'Enter', isShift: true, word: 'keys.line' },
  { key: 'Enter', isControl: true, isShift: true, word: 'sendLater.key' },
  { key: 'ArrowUp', word: 'keys.last' },
]
