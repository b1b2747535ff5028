// What was begun on one device stands on the others: drafts go to the sealed list of them a moment after somebody stopped typing,
// and come from it wherever nothing else was begun meanwhile. Where two devices wrote at once, the later text stays and the other
// one is offered beside it.
import type { Draft, Drafts } from './drafts.ts'
import { isSpare, spareOf } from './drafts.ts'
import type { OwnList } from './sealed/own-list.ts'

/** So long nobody types before it goes out. */
const REST_MS = 1500
/** Longer ones stay in this browser: all of them together have to fit into one entry of the server. */
const CHARS_MAX = 8000

/** What is exchanged. */
export interface ExchangeParts {
  drafts: Drafts
  list: Pick<OwnList<Draft>, 'items' | 'set'>
}

/** Begins. Gives back how to stop, and what to do with a draft that lost against a later one. */
export function exchangeDrafts({ drafts, list }: ExchangeParts): { lost(place: string, draft: Draft): void; stop(): void } {
  /** What both sides had last, by place. */
  const agreed = new Map([...list.items.getState()].map(([place, draft]) => [place, textOf(draft)]))
  const resting = new Map<string, ReturnType<typeof setTimeout>>()

  function send(place: string): void {
    clearTimeout(resting.get(place))
    resting.delete(place)
    const draft = drafts.get(place)
    if (textOf(draft) === agreed.get(place) || (draft?.text.length ?? 0) > CHARS_MAX) return
    agreed.set(place, textOf(draft))
    list.set(place, draft)
  }

  function changed(place: string, draft: Draft | undefined): void {
    if (isSpare(place) || textOf(draft) === agreed.get(place)) return
    clearTimeout(resting.get(place))
    // What was sent or thrown away is nowhere any more at once.
    if (draft === undefined) send(place)
    else resting.set(place, setTimeout(() => send(place), REST_MS))
  }

  function receive(place: string, draft: Draft | undefined): void {
    const [mine, theirs] = [drafts.get(place), textOf(draft)]
    if (theirs === agreed.get(place)) return
    const isUntouched = textOf(mine) === (agreed.get(place) ?? '')
    agreed.set(place, theirs)
    if (isUntouched || textOf(mine) === theirs) drafts.receive(place, draft)
    // Somebody is writing here: their words go out after this, as the later ones.
    else if (draft !== undefined) keepSpare(drafts, place, draft)
  }

  const ends = [
    drafts.all.subscribe((now, before) => {
      for (const place of new Set([...now.keys(), ...before.keys()])) if (now.get(place) !== before.get(place)) changed(place, now.get(place))
    }),
    list.items.subscribe((now, before) => {
      for (const place of new Set([...now.keys(), ...before.keys()])) if (now.get(place) !== before.get(place)) receive(place, now.get(place))
    }),
  ]
  // What was begun while no page was tied to the server.
  for (const [place, draft] of drafts.all.getState()) changed(place, draft)
  for (const [place, draft] of list.items.getState()) if (drafts.get(place) === undefined) drafts.receive(place, draft)
  return {
    // What won is seen here a moment later.
    lost: (place, draft) => void setTimeout(() => keepSpare(drafts, place, draft), 0),
    stop() {
      for (const place of resting.keys()) send(place)
      for (const end of ends) end()
    },
  }
}

function keepSpare(drafts: Drafts, place: string, draft: Draft): void {
  const mine = drafts.get(place)?.text.trim() ?? ''
  // Whoever goes on with the same words has lost nothing.
  if (draft.text.trim() === '' || mine.startsWith(draft.text.trim())) return
  drafts.set(spareOf(place), draft)
}

function textOf(draft: Draft | undefined): string {
  return draft === undefined ? '' : JSON.stringify([draft.text, draft.replyToId ?? '', draft.mentions.map(({ label, id }) => [label, id])])
}
