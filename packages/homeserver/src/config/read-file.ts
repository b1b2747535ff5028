// Reads the YAML file into raw values by key, each with its line. Nothing of the file's text enters a message: it may be secret.
import { readFileSync, statSync } from 'node:fs'

import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Node, YAMLMap } from 'yaml'

import type { RawValue } from './parse-value.ts'
import type { ConfigProblem } from './types.ts'

const FILE_BYTES_MAX = 1024 * 1024

/** A value as it stood in the file. */
export interface FileEntry {
  readonly key: string
  readonly line: number
  /** Absent: keys below it, or something else that no key takes. */
  readonly value?: RawValue
}

interface Reading {
  readonly file: string
  readonly lines: LineCounter
  readonly entries: FileEntry[]
  readonly problems: ConfigProblem[]
}

/** Reads `file`. `sections` are the names that hold further keys (`database`, `log`). */
export function readConfigFile(file: string, sections: ReadonlySet<string>): { entries: FileEntry[]; problems: ConfigProblem[] } {
  const reading: Reading = { file, lines: new LineCounter(), entries: [], problems: [] }
  const text = readText(reading)
  if (text === undefined) return reading
  // prettyErrors would copy lines of the file into the message.
  const document = parseDocument(text, { lineCounter: reading.lines, prettyErrors: false, uniqueKeys: true })
  for (const error of document.errors) addProblem(reading, { offset: error.pos[0], key: '', message: wordYamlError(error.code) })
  if (reading.problems.length > 0 || document.contents === null) return reading
  if (isMap(document.contents)) readMap(reading, document.contents, { prefix: '', sections })
  else if (!isEmptyScalar(document.contents)) addProblem(reading, { offset: 0, key: '', message: 'expected keys and values (key: value)' })
  return reading
}

function readText(reading: Reading): string | undefined {
  try {
    if (statSync(reading.file).size > FILE_BYTES_MAX) {
      reading.problems.push({ source: 'file', file: reading.file, key: '', message: 'is larger than 1 MiB' })
      return undefined
    }
    return readFileSync(reading.file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`
    reading.problems.push({ source: 'file', file: reading.file, key: '', message })
    return undefined
  }
}

function readMap(reading: Reading, map: YAMLMap, place: { prefix: string; sections: ReadonlySet<string> }): void {
  for (const pair of map.items) {
    const keyNode = pair.key
    const name = isScalar(keyNode) ? String(keyNode.value) : ''
    const offset = isScalar(keyNode) ? (keyNode.range?.[0] ?? 0) : (map.range?.[0] ?? 0)
    const key = place.prefix + name
    if (name === '' || name.length > 100) {
      addProblem(reading, { offset, key: '', message: 'expected a key in words' })
    } else if (place.prefix === '' && place.sections.has(name)) {
      if (isMap(pair.value)) readMap(reading, pair.value, { prefix: `${name}.`, sections: place.sections })
      else if (!isEmptyScalar(pair.value)) addProblem(reading, { offset, key, message: 'expected keys below it' })
    } else {
      readValue(reading, { key, offset, node: pair.value })
    }
  }
}

function readValue(reading: Reading, at: { key: string; offset: number; node: unknown }): void {
  const value = toRaw(at.node)
  reading.entries.push({ key: at.key, line: reading.lines.linePos(at.offset).line, ...(value === undefined ? {} : { value }) })
}

/** Maps, aliases and lists of lists are nothing that a key takes. */
function toRaw(node: unknown): RawValue | undefined {
  if (node === null) return null
  if (isScalar(node)) return toRawScalar(node.value)
  if (!isSeq(node)) return undefined
  const items: RawValue[] = []
  for (const item of node.items) {
    const value = isScalar(item) ? toRawScalar(item.value) : undefined
    if (value === undefined) return undefined
    items.push(value)
  }
  return items
}

function toRawScalar(value: unknown): RawValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return undefined
}

function isEmptyScalar(node: Node | unknown): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

function addProblem(reading: Reading, at: { offset: number; key: string; message: string }): void {
  const line = reading.lines.linePos(at.offset).line
  reading.problems.push({ source: 'file', file: reading.file, line, key: at.key, message: at.message })
}

function wordYamlError(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands here for the second time'
  if (code === 'TAB_AS_INDENT') return 'is indented with a tab; YAML takes spaces only'
  return `is not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`
}
