// A list that several devices write: each thing has the moment of its last change, and the later change wins. What was taken
// away leaves a trace for a while, so that a device that has not heard of it does not bring it back.
import { contentOf, fieldOf } from '../read-content.ts'

/** A thing; without a value it was taken away. */
export interface Item {
  id: string
  /** When it was changed last. */
  atMs: number
  value?: unknown
}

/** Things by id. */
export type Items = ReadonlyMap<string, Item>

/** How much is kept. */
export interface Bounds {
  /** Of all that is kept, as text. */
  bytesMax: number
  /** Whether a thing may be forgotten before others; the oldest first. */
  mayGo(value: unknown): boolean
}

const TRACE_MS = 30 * 24 * 60 * 60 * 1000
const ITEMS_MAX = 2000
const ID_CHARS = 600
const LAST_MOMENT = 8.64e15

/** Whether a change is later than another; of the same moment, all devices choose the same. */
export function isLater(one: Item, other: Item | undefined): boolean {
  if (other === undefined || one.atMs !== other.atMs) return other === undefined || one.atMs > other.atMs
  return textOf(one) > textOf(other)
}

/** Whether two say the same. */
export function isSame(one: Item | undefined, other: Item | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.atMs === other.atMs && textOf(one) === textOf(other))
}

/** What there is after changes. */
export function overlay(items: Items, changes: Items): Map<string, Item> {
  const all = new Map(items)
  for (const [id, item] of changes) if (isLater(item, all.get(id))) all.set(id, item)
  return all
}

/** A moment for a change that wins over the thing as it is known. */
export function momentAfter(item: Item | undefined, nowMs: number): number {
  return Math.min(Math.max(nowMs, (item?.atMs ?? 0) + 1), LAST_MOMENT)
}

/** How long it is as text, in bytes. */
export function bytesOf(items: Items): number {
  return new TextEncoder().encode(formatItems(items)).length
}

/** Without old traces, and without what may go where there is too much of it: traces first, then the oldest. */
export function prune(items: Items, { bytesMax, mayGo }: Bounds, nowMs: number): Map<string, Item> {
  const left = new Map([...items].filter(([, { atMs, value }]) => value !== undefined || nowMs - atMs < TRACE_MS))
  let bytes = bytesOf(left)
  if (bytes <= bytesMax) return left
  const going = [...left.values()].filter(({ value }) => value === undefined || mayGo(value))
  for (const item of going.toSorted((a, b) => Number(a.value !== undefined) - Number(b.value !== undefined) || a.atMs - b.atMs)) {
    if (bytes <= bytesMax) break
    left.delete(item.id)
    bytes -= bytesOf(new Map([[item.id, item]]))
  }
  return left
}

/** As text. */
export function formatItems(items: Items): string {
  return JSON.stringify([...items.values()].toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)))
}

/** What of a list is a thing. */
export function parseItems(value: unknown): Map<string, Item> {
  if (!Array.isArray(value)) return new Map()
  return new Map(value.slice(0, ITEMS_MAX).flatMap(parseItem))
}

function parseItem(said: unknown): [string, Item][] {
  const content = contentOf(said)
  const [id, atMs, value] = [fieldOf(content, 'id'), fieldOf(content, 'atMs'), fieldOf(content, 'value')]
  if (typeof id !== 'string' || id === '' || id.length > ID_CHARS || typeof atMs !== 'number' || !(atMs >= 0 && atMs <= LAST_MOMENT)) return []
  return [[id, value === undefined ? { id, atMs } : { id, atMs, value }]]
}

function textOf({ value }: Item): string {
  return JSON.stringify(value) ?? ''
}
