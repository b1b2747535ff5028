// What a document shows, whichever program wrote it.
import { openArchive } from './archive.ts'
import { NotShown } from './bounds.ts'
import type { Shown } from './model.ts'
import { readOpenDocument } from './open-document.ts'
import { readSlides } from './slides.ts'
import { readWord } from './word.ts'
import { readWorkbook } from './workbook.ts'

/** The beginning of an archive, and of what programs put around a document that takes a password (or that is older than 2007). */
const ZIP = [0x50, 0x4b, 0x03, 0x04]
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0]

/** Reads it: what its parts are says what it is, not its name. Throws `NotShown`. */
export function readDocument(bytes: Uint8Array, language: string): Shown {
  const begins = (signs: readonly number[]): boolean => signs.every((sign, index) => bytes[index] === sign)
  if (begins(COMPOUND)) throw new NotShown('locked')
  if (!begins(ZIP)) throw new NotShown('broken')
  try {
    const archive = openArchive(bytes)
    const shown = readWord(archive) ?? readWorkbook(archive, language) ?? readSlides(archive) ?? readOpenDocument(archive)
    if (shown === undefined) throw new NotShown('broken')
    return shown
  } catch (error) {
    // Whatever else a document makes of its reader, it cannot be shown.
    throw error instanceof NotShown ? error : new NotShown('broken')
  }
}
