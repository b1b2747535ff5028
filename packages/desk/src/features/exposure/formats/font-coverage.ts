// Which signs a TrueType font can draw, read from its table of characters.
// https://learn.microsoft.com/en-us/typography/opentype/spec/cmap
import { readFileSync } from 'node:fs'

/** Whether a font has a glyph for a code point. */
export type Coverage = (codePoint: number) => boolean

const TABLES_AT = 12
const TABLE_BYTES = 16
const SUBTABLES_AT = 4
const SUBTABLE_BYTES = 8
const GROUPS_AT = 16
const GROUP_BYTES = 12

/** Reads it from a file. Throws for what is no such font. */
export function coverageOf(path: string): Coverage {
  const font = readFileSync(path)
  const cmap = tableAt(font, 'cmap')
  const count = font.readUInt16BE(cmap + 2)
  const subtables = Array.from({ length: count }, (_, index) => cmap + font.readUInt32BE(cmap + SUBTABLES_AT + index * SUBTABLE_BYTES + 4))
  const formatOf = (at: number): number => font.readUInt16BE(at)
  const long = subtables.find((at) => formatOf(at) === 12)
  if (long !== undefined) return groupsOf(font, long)
  const short = subtables.find((at) => formatOf(at) === 4)
  if (short === undefined) throw new Error(`${path}: no table of characters that is known here`)
  return segmentsOf(font, short)
}

function tableAt(font: Buffer, name: string): number {
  const count = font.readUInt16BE(4)
  for (let index = 0; index < count; index += 1) {
    const at = TABLES_AT + index * TABLE_BYTES
    if (font.toString('latin1', at, at + 4) === name) return font.readUInt32BE(at + 8)
  }
  throw new Error(`no table ${name} in a font`)
}

/** Format 12: groups from one code point to another. */
function groupsOf(font: Buffer, at: number): Coverage {
  const groups = Array.from({ length: font.readUInt32BE(at + 12) }, (_, index) => {
    const group = at + GROUPS_AT + index * GROUP_BYTES
    return { from: font.readUInt32BE(group), to: font.readUInt32BE(group + 4) }
  })
  return (codePoint) => groups.some(({ from, to }) => codePoint >= from && codePoint <= to)
}

/** Format 4: segments, of which some say for each code point which glyph it is; 0 is none. */
function segmentsOf(font: Buffer, at: number): Coverage {
  const bytes = font.readUInt16BE(at + 6)
  const [ends, starts] = [at + 14, at + 16 + bytes]
  return (codePoint) => {
    if (codePoint > 0xffff) return false
    for (let index = 0; index < bytes; index += 2) {
      if (codePoint > font.readUInt16BE(ends + index)) continue
      const from = font.readUInt16BE(starts + index)
      if (codePoint < from) return false
      const offset = font.readUInt16BE(starts + 2 * bytes + index)
      if (offset === 0) return (codePoint + font.readUInt16BE(starts + bytes + index)) % 0x10000 !== 0
      return font.readUInt16BE(starts + 2 * bytes + index + offset + (codePoint - from) * 2) !== 0
    }
    return false
  }
}
