// Search in everything an account can read: the index of this browser, and the server for rooms that are not encrypted.
import { isOwnServer } from '@chappe/policy'
import type { MatrixClient, User } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { describeMember, pictureOf } from '../talk/describe.ts'
import { idle } from '../pace/idle.ts'
import { openSealed } from '../kept/sealed.ts'
import { trustedScript } from '../trusted.ts'
import { nameOf } from '../read-content.ts'
import type { Person } from '../types.ts'
import { feedIndex } from './feed.ts'
import type { HistoryReach } from './history.ts'
import { parseReach, readHistory } from './history.ts'
import { fold } from './fold.ts'
import type { NamedFile } from './file-words.ts'
import { openFileWords } from './file-words.ts'
import { callWorker, FILE_TEXT_STORE, SEARCH_STORE } from './search-calls.ts'
// oxlint-disable-next-line import/default -- the bundler makes it
import searchWorkerUrl from './search-worker.ts?worker&url'
import type { RecentSearches } from './recent.ts'
import { openRecentSearches } from './recent.ts'
import { searchServer } from './server-search.ts'
import { forgetWhatIsOver } from './what-is-over.ts'
import type { Found, Hit, Question } from './types.ts'

/** How far a search reaches. */
export interface SearchReach {
  /** Messages in the index of this browser. */
  messages: number
  /** Encrypted rooms whose history has been read, of all. */
  rooms: HistoryReach
}

/** Search. */
export interface Search {
  reach: Live<SearchReach>
  find(question: Question, page: { offset: number; limit: number }): Promise<Found>
  /** What the server finds in rooms that are not encrypted; rejects without the server. */
  findOnServer(question: Question): Promise<readonly Hit[]>
  /** Takes the words of a file that somebody has open. */
  takeFileText(file: NamedFile, text: string): Promise<void>
  /** Reads the words of a file that somebody has saved or sent, when nothing else happens. */
  readFileText(file: NamedFile, bytes: Blob): Promise<void>
  /** Ids of the people whose name or id begins so, or has a word that does. */
  listSenders(folded: string): readonly string[]
  /** Those people, oneself left out, by their names. */
  listPeople(folded: string): readonly Person[]
  /** What was looked for last. */
  recent: RecentSearches
  /** Whoever sent a message, as its room shows them. */
  describeSender(roomId: string, userId: string): Person
  flush(): Promise<void>
  stop(): void
  /** Forgets the index. */
  forget(): Promise<void>
}

const REACH_STORE = 'chappe-web-search-reach'

/** Opens search; the worker begins at once, reading history later. `mayRead`: whether the server may be asked. */
export function openSearch(client: MatrixClient, mayRead: () => boolean): Search {
  const reach = createStore<SearchReach>(() => ({ messages: 0, rooms: { done: 0, all: 0 } }))
  const calls = callWorker(new Worker(trustedScript(searchWorkerUrl), { type: 'module' }))
  const onSize = (messages: number): void => {
    if (messages !== reach.getState().messages) reach.setState({ messages })
  }
  const feed = feedIndex(client, calls, onSize)
  const store = openSealed(REACH_STORE, parseReach)
  const onReach = (rooms: HistoryReach): void => {
    const before = reach.getState().rooms
    if (before.done !== rooms.done || before.all !== rooms.all) reach.setState({ rooms })
  }
  const history = readHistory({ client, feed, store, mayRead, onReach, idle })

  const words = openFileWords({
    async index({ mxc, name }, text) {
      onSize(await calls.change({ texts: [{ mxc, name, text, atMs: Date.now() }] }))
    },
  })

  const recent = openRecentSearches()
  const endForgetting = forgetWhatIsOver(client, calls)

  function stop(): void {
    endForgetting()
    words.stop()
    history.stop()
    feed.stop()
    calls.stop()
  }

  return {
    reach,
    async find(question, page) {
      await feed.flush().then(onSize)
      return calls.find(question, page)
    },
    takeFileText: words.take,
    readFileText: words.read,
    findOnServer: (question) => searchServer(client, question),
    listSenders: (folded) => findUsers(client, folded).map(({ userId }) => userId),
    listPeople: (folded) =>
      findUsers(client, folded)
        .filter(({ userId }) => userId !== client.getUserId() && !isOwnServer(userId, client.getUserId() ?? ''))
        .map(({ userId, displayName, avatarUrl }): Person => ({ userId, name: nameOf(displayName) || nameOf(userId), avatarUrl: pictureOf(avatarUrl) }))
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    recent,
    describeSender(roomId, userId) {
      const room = client.getRoom(roomId)
      return room === null ? { userId, name: userId, avatarUrl: undefined } : describeMember(room, userId)
    },
    async flush() {
      await feed.flush()
    },
    stop,
    async forget() {
      stop()
      await openSealed(SEARCH_STORE, () => undefined).clear()
      await openSealed(FILE_TEXT_STORE, () => undefined).clear()
      await store.clear()
      await recent.forget()
    },
  }
}

function findUsers(client: MatrixClient, folded: string): User[] {
  return client.getUsers().filter(({ userId, displayName }) => matches(userId, folded) || matches(displayName ?? '', folded))
}

function matches(name: string, folded: string): boolean {
  const own = fold(name)
  return own.startsWith(folded) || own.startsWith(`@${folded}`) || own.split(/\s+/).some((word) => word.startsWith(folded))
}
