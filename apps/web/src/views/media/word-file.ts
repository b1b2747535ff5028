// What a file is, in words: its kind, its size, how long it lasts.
import type { Words } from '@chappe/ui'
import { extensionOf } from '../../viewmodels/types.ts'
import type { FileBody } from '../../viewmodels/types.ts'
import type { WordKey } from '../../words/en.ts'

const KINDS: Readonly<Record<string, WordKey>> = {
  pdf: 'media.type.pdf',
  ...kind('media.type.text', 'doc docx odt rtf txt md docm'),
  ...kind('media.type.sheet', 'xls xlsx ods csv xlsm'),
  ...kind('media.type.slides', 'ppt pptx odp pptm'),
  ...kind('media.type.archive', 'zip 7z rar tar gz xz bz2 zst iso img dmg'),
  ...kind('media.type.program', 'exe msi bat cmd com scr pif js jse vbs wsf ps1 hta lnk jar app deb rpm sh apk reg'),
  ...kind('media.type.page', 'html htm xhtml svg mht url'),
  ...kind('media.type.picture', 'jpg jpeg png gif webp avif heic bmp tif tiff'),
  ...kind('media.type.film', 'mp4 mov webm mkv avi'),
  ...kind('media.type.sound', 'mp3 ogg oga opus wav flac m4a aac'),
}
/** What runs, or holds what runs, when it is opened. */
const RISKY: ReadonlySet<string> = new Set('exe msi bat cmd com scr pif js jse vbs wsf ps1 hta lnk jar app deb rpm sh apk reg html htm xhtml svg mht url docm xlsm pptm iso img dmg'.split(' '))
const MEDIA: Readonly<Partial<Record<FileBody['media'], WordKey>>> = { image: 'media.type.picture', video: 'media.type.film', audio: 'media.type.sound' }

function kind(key: WordKey, extensions: string): Record<string, WordKey> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, key]))
}

/** Whether a file can do harm when it is opened, by the name under which it is saved. */
export function isRisky({ name }: Pick<FileBody, 'name'>): boolean {
  return RISKY.has(extensionOf(name))
}

/** What kind of file it is. The name decides, as it does on the machine on which it is saved. */
export function wordType({ name, media }: Pick<FileBody, 'name' | 'media'>, { say }: Words<WordKey>): string {
  const extension = extensionOf(name)
  const key = Object.hasOwn(KINDS, extension) ? KINDS[extension] : MEDIA[media]
  if (key !== undefined) return say(key)
  return extension === '' ? say('media.type.unknown') : say('media.type.other', { extension: extension.toUpperCase() })
}

/** How large something is. */
export function wordBytes(bytes: number, { say, number }: Words<WordKey>): string {
  if (bytes < 1000) return say('media.size.b', { count: bytes })
  const [size, key] = bytes < 1e6 ? ([bytes / 1e3, 'media.size.kb'] as const) : bytes < 1e9 ? ([bytes / 1e6, 'media.size.mb'] as const) : ([bytes / 1e9, 'media.size.gb'] as const)
  return say(key, { size: number(size < 10 ? Math.round(size * 10) / 10 : Math.round(size)) })
}

/** Kind and size. */
export function wordFile(file: Pick<FileBody, 'name' | 'media' | 'bytes'>, words: Words<WordKey>): string {
  const type = wordType(file, words)
  return file.bytes === undefined ? type : words.say('media.about', { type, size: wordBytes(file.bytes, words) })
}

/** How long something lasts: 0:05, 12:30, 1:02:03. */
export function wordDuration(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1000), 0)
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
