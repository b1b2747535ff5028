// When many held requests are answered at once, whoever has their answer asks again at once. What they ask would be
// held anyway: it has time until the others have their answers.
import type { Socket } from 'node:net'

/** Where many are being woken, and what their answers wait for. */
export interface Waking {
  isCrowded(): boolean
  /** Calls a listener each time that they are all awake. */
  onAwake(listener: () => void): void
  /** Resolves when what was to be shown so far is recorded. */
  recorded(): Promise<void>
}

/** Puts what is asked next behind what is to be answered now. */
export interface Rush {
  isOn(): boolean
  /** Reads nothing more from a connection until the rush is over. */
  rest(socket: Socket): void
}

/** Connections that are heard again between two turns of the event loop. */
const SLICE = 200
/** Nobody is left unheard for longer than this after all are awake, whatever their answers wait for. */
const REST_MS_MAX = 300

/** Ties connections to those who are woken. */
export function createRush(waking: Waking): Rush {
  const resting: Socket[] = []
  let ending = 0
  function hear(): void {
    for (const socket of resting.splice(0, SLICE)) socket.resume()
    if (resting.length > 0) setImmediate(hear)
  }
  async function end(): Promise<void> {
    ending += 1
    let limit: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => (limit = setTimeout(resolve, REST_MS_MAX)))
    // Those woken last need a turn of the event loop to say what they show.
    const recorded = new Promise((resolve) => setImmediate(resolve)).then(async () => waking.recorded())
    await Promise.race([recorded, late])
    clearTimeout(limit)
    ending -= 1
    // Another rush may have begun meanwhile; it has an end of its own.
    hear()
  }
  waking.onAwake(() => void end())
  return {
    isOn: () => waking.isCrowded() || ending > 0,
    rest(socket) {
      socket.pause()
      resting.push(socket)
    },
  }
}
