// A list that a person keeps for themselves, on all their devices: at once in this browser, sealed, and from here to the others
// by way of the server, which cannot read it. Nothing that two devices write at once is lost: who stores second is told so, puts
// both together, and stores that.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { SealedStore } from '../kept/sealed.ts'
import type { StorageWatch } from '../kept/storage.ts'
import { contentOf, fieldOf } from '../read-content.ts'
import type { Bounds, Item, Items } from './items.ts'
import { bytesOf, isLater, isSame, momentAfter, overlay, parseItems, prune } from './items.ts'
import type { Envelope, SealKey } from './seal.ts'
import { openItems, sealItems } from './seal.ts'

/** The way to the server. */
export interface Remote {
  userId: string
  /** The key, while this device has it. */
  key: Live<SealKey | undefined>
  /** Whether something may be stored: the server is there, and the key is that of the backup there is now. */
  isReady: Live<boolean>
  /** Hears what is stored, now and whenever that changes. Gives back how to stop. */
  follow(name: string, listener: (envelope: Envelope | undefined) => void): () => void
  fetch(name: string): Promise<Envelope | undefined>
  /** Stores it; `conflict` where it is not the version after what is stored. */
  put(name: string, envelope: Envelope): Promise<'stored' | 'conflict'>
}

/** A change that is decided on what is stored: `leave` changes nothing. */
export type Decision<T> = { to: T | undefined } | 'leave'

/** A list. */
export interface OwnList<T> {
  items: Live<ReadonlyMap<string, T>>
  /** Whether what is changed goes to the other devices now. */
  isReady: Live<boolean>
  /** Changes a thing, or takes it away. False where there is no room for it: nothing has changed then. */
  set(id: string, value: T | undefined): boolean
  /**
   * Changes a thing on the server first: of two devices that decide at once one decides on what the other has done. False where
   * it was left, or where the server is not to be had.
   */
  decide(id: string, make: (now: T | undefined) => Decision<T>): Promise<boolean>
  /** Ties it to the server. Gives back how to stop. */
  attach(remote: Remote): () => void
  /** Resolves when everything is kept in this browser. */
  flush(): Promise<void>
  forget(): Promise<void>
}

/** What a list is made with. */
export interface ListParts<T> {
  name: string
  /** What of a value is a thing of the list. */
  parse(value: unknown): T | undefined
  bounds: Bounds
  /** So long a change waits for others before it goes out. */
  waitMs: number
  kept: SealedStore<KeptList>
  storage: StorageWatch
  now(): number
  /** Told of what lost against a change of the same thing that was made elsewhere at the same time. */
  onLost?(id: string, value: T): void
}

/** A list as this browser keeps it. */
export interface KeptList {
  version: number
  keyId: string
  base: readonly Item[]
  changes: readonly Item[]
}

interface Inner<T> {
  parts: ListParts<T>
  /** What the server has, as far as it is known here: as which version, and under which key. */
  base: Items
  version: number
  keyId: string
  /** What was changed here and is not stored yet. */
  changes: Map<string, Item>
  items: StoreApi<ReadonlyMap<string, T>>
  remote: Remote | undefined
  isReady: StoreApi<boolean>
  /** One thing at a time is done with the server. */
  turn: Promise<unknown>
  timer: ReturnType<typeof setTimeout> | undefined
  writing: Promise<void>
}

const TRIES = 6
const AGAIN_MS = 20_000

/** Opens what this browser keeps of a list. */
export async function openOwnList<T>(parts: ListParts<T>): Promise<OwnList<T>> {
  const kept = await parts.kept.get(parts.name).catch(() => undefined)
  const [base, changes] = [parseItems(kept?.base), parseItems(kept?.changes)]
  const items = createStore<ReadonlyMap<string, T>>(() => viewOf(parts, overlay(base, changes), new Map()))
  const inner: Inner<T> = { parts, base, changes, version: kept?.version ?? 0, keyId: kept?.keyId ?? '', items, remote: undefined, isReady: createStore<boolean>(() => false), turn: Promise.resolve(), timer: undefined, writing: Promise.resolve() }
  return {
    items,
    isReady: inner.isReady,
    set: (id, value) => change(inner, id, value),
    decide: (id, make) => inTurn(inner, () => decide(inner, id, make)).catch(() => false),
    attach: (remote) => attach(inner, remote),
    flush: () => inner.writing,
    async forget() {
      clearTimeout(inner.timer)
      inner.remote = undefined
      inner.base = new Map()
      inner.changes.clear()
      items.setState(new Map(), true)
      await inner.writing
      await parts.kept.delete(parts.name)
    },
  }
}

/** What the browser has kept; of no known shape it is nothing. */
export function parseKept(value: unknown): KeptList | undefined {
  const content = contentOf(value)
  const [version, keyId] = [fieldOf(content, 'version'), fieldOf(content, 'keyId')]
  if (typeof version !== 'number' || typeof keyId !== 'string') return undefined
  return { version, keyId, base: [...parseItems(fieldOf(content, 'base')).values()], changes: [...parseItems(fieldOf(content, 'changes')).values()] }
}

/** What can be read of a list. What has not changed stays the value it was. */
function viewOf<T>({ parse }: ListParts<T>, items: Items, before: ReadonlyMap<string, T>): Map<string, T> {
  const view = new Map<string, T>()
  for (const [id, { value }] of items) {
    const read = value === undefined ? undefined : parse(value)
    if (read === undefined) continue
    const known = before.get(id)
    view.set(id, known !== undefined && JSON.stringify(known) === JSON.stringify(read) ? known : read)
  }
  return view
}

function show<T>(inner: Inner<T>): void {
  const { parts, items } = inner
  items.setState(viewOf(parts, overlay(inner.base, inner.changes), items.getState()), true)
  const kept: KeptList = { version: inner.version, keyId: inner.keyId, base: [...inner.base.values()], changes: [...inner.changes.values()] }
  inner.writing = inner.writing.then(() => parts.storage.watch(parts.kept.set(parts.name, kept)))
}

function change<T>(inner: Inner<T>, id: string, value: T | undefined): boolean {
  const { bounds, now } = inner.parts
  const all = overlay(inner.base, inner.changes)
  const known = all.get(id)
  if (value === undefined && known?.value === undefined) return true
  const item: Item = { id, atMs: momentAfter(known, now()), ...(value === undefined ? {} : { value }) }
  all.set(id, item)
  if (value !== undefined && bytesOf(prune(all, bounds, now())) > bounds.bytesMax) return false
  inner.changes.set(id, item)
  show(inner)
  soon(inner, inner.parts.waitMs)
  return true
}

function soon<T>(inner: Inner<T>, afterMs: number): void {
  if (inner.remote === undefined || inner.timer !== undefined) return
  inner.timer = setTimeout(() => {
    inner.timer = undefined
    // Where the server is not reached, it is tried again; what was changed is kept here meanwhile.
    void inTurn(inner, () => push(inner)).catch(() => soon(inner, AGAIN_MS))
  }, afterMs)
}

function inTurn<T, R>(inner: Inner<T>, act: () => Promise<R>): Promise<R> {
  const acting = inner.turn.then(act)
  inner.turn = acting.catch(() => undefined)
  return acting
}

function attach<T>(inner: Inner<T>, remote: Remote): () => void {
  inner.remote = remote
  let told: Envelope | undefined
  const take = (): void => void inTurn(inner, () => hear(inner, told)).catch(() => undefined)
  const ends = [
    remote.follow(inner.parts.name, (envelope) => {
      told = envelope
      take()
    }),
    remote.key.subscribe(take),
    remote.isReady.subscribe((isReady) => {
      inner.isReady.setState(isReady, true)
      if (isReady) take()
    }),
  ]
  inner.isReady.setState(remote.isReady.getState(), true)
  return () => {
    inner.remote = undefined
    inner.isReady.setState(false, true)
    clearTimeout(inner.timer)
    inner.timer = undefined
    for (const end of ends) end()
  }
}

/** Takes in what a sync has told. What is older than what is known here is an echo. */
async function hear<T>(inner: Inner<T>, envelope: Envelope | undefined): Promise<void> {
  const isKnown = envelope !== undefined && envelope.version <= inner.version && envelope.key === inner.keyId
  if (!isKnown && (envelope !== undefined || inner.version === 0)) await take(inner, envelope)
  if (inner.changes.size > 0 && inner.remote?.isReady.getState() === true) soon(inner, 0)
}

/**
 * Takes in what the server has. What this key does not open, or what is older than what was here, was sealed before the backup was
 * replaced, or brought back: what is known here is stored anew.
 */
async function take<T>(inner: Inner<T>, envelope: Envelope | undefined): Promise<void> {
  const { parts, remote } = inner
  const key = remote?.key.getState()
  if (remote === undefined || key === undefined) return
  const opened = envelope === undefined ? undefined : await openItems(key, { userId: remote.userId, name: parts.name }, envelope)
  const version = envelope?.version ?? 0
  const before = inner.base
  for (const [id, mine] of inner.changes) tellLost(parts, { mine, theirs: opened?.get(id), before: before.get(id) })
  if (opened === undefined || inner.keyId !== key.id || version < inner.version) inner.changes = overlay(inner.base, inner.changes)
  inner.base = opened ?? new Map()
  inner.version = version
  inner.keyId = opened === undefined ? '' : key.id
  inner.changes = new Map([...inner.changes].filter(([id, item]) => isLater(item, inner.base.get(id))))
  show(inner)
}

/** Of a thing that was changed here and elsewhere, one change is lost: unless it says the same. */
function tellLost<T>({ parse, onLost }: ListParts<T>, { mine, theirs, before }: { mine: Item; theirs: Item | undefined; before: Item | undefined }): void {
  if (onLost === undefined || theirs === undefined || isSame(theirs, before)) return
  const [won, lost] = isLater(mine, theirs) ? [mine, theirs] : [theirs, mine]
  const value = lost.value === undefined || JSON.stringify(lost.value) === JSON.stringify(won.value) ? undefined : parse(lost.value)
  if (value !== undefined) onLost(lost.id, value)
}

async function push<T>(inner: Inner<T>): Promise<void> {
  for (let tries = 0; tries < TRIES && inner.changes.size > 0 && inner.remote?.isReady.getState() === true; tries += 1) {
    if (await store(inner, new Map(inner.changes))) return
  }
}

async function decide<T>(inner: Inner<T>, id: string, make: (now: T | undefined) => Decision<T>): Promise<boolean> {
  const { parse, now } = inner.parts
  for (let tries = 0; tries < TRIES && inner.remote?.isReady.getState() === true; tries += 1) {
    const known = overlay(inner.base, inner.changes).get(id)
    const decision = make(known?.value === undefined ? undefined : parse(known.value))
    if (decision === 'leave') return false
    const item: Item = { id, atMs: momentAfter(known, now()), ...(decision.to === undefined ? {} : { value: decision.to }) }
    if (await store(inner, new Map([...inner.changes, [id, item]]))) return true
  }
  return false
}

/** Stores the list with changes. False where another device was first: what that has stored is here then. */
async function store<T>(inner: Inner<T>, changes: Items): Promise<boolean> {
  const { parts, remote } = inner
  const key = remote?.key.getState()
  if (remote === undefined || key === undefined) throw new Error('there is no key to seal with')
  const items = prune(overlay(inner.base, changes), parts.bounds, parts.now())
  const version = inner.version + 1
  if ((await remote.put(parts.name, await sealItems(key, { userId: remote.userId, name: parts.name }, { version, items }))) === 'conflict') {
    await take(inner, await remote.fetch(parts.name))
    return false
  }
  inner.base = items
  inner.version = version
  inner.keyId = key.id
  for (const [id, item] of changes) if (inner.changes.get(id) === item) inner.changes.delete(id)
  show(inner)
  return true
}
