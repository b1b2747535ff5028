// What the page asks of the worker that searches.
import type { IndexChange } from './kept-index.ts'
import type { Found, Question } from './types.ts'

/** The database of the index. */
export const SEARCH_STORE = 'chappe-web-search'
/** The database of the words inside files. */
export const FILE_TEXT_STORE = 'chappe-web-search-files'

/** A call. */
export type SearchCall =
  | { kind: 'change'; change: IndexChange }
  | { kind: 'find'; question: Question; page: { offset: number; limit: number } }
  | { kind: 'flush' }

/** The answer to a call: how many messages there are after a change, or what was found. */
export interface SearchReply {
  id: number
  value?: number | Found
  problem?: string
}

/** The worker, as the page calls it. */
export interface SearchCalls {
  change(change: Partial<IndexChange>): Promise<number>
  find(question: Question, page: { offset: number; limit: number }): Promise<Found>
  /** Gives back how many messages there are. */
  flush(): Promise<number>
  stop(): void
}

/** Calls a worker. */
export function callWorker(worker: Worker): SearchCalls {
  const waiting = new Map<number, PromiseWithResolvers<NonNullable<SearchReply['value']>>>()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<SearchReply>) => {
    const resolvers = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.value === undefined) resolvers?.reject(new Error(data.problem))
    else resolvers?.resolve(data.value)
  })

  async function call(what: SearchCall): Promise<SearchReply['value']> {
    const resolvers = Promise.withResolvers<NonNullable<SearchReply['value']>>()
    waiting.set((last += 1), resolvers)
    worker.postMessage({ id: last, call: what })
    return resolvers.promise
  }

  return {
    change: async (change) => Number(await call({ kind: 'change', change: { put: [], edits: [], remove: [], removeRooms: [], ...change } })),
    async find(question, page) {
      return (await call({ kind: 'find', question, page })) as Found
    },
    flush: async () => Number(await call({ kind: 'flush' })),
    stop: () => worker.terminate(),
  }
}
