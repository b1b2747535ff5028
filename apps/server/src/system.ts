// The machine's own time and randomness, handed to everything that takes them as arguments.
import { randomBytes } from 'node:crypto'
import type { Clock, Random } from '@chappe/homeserver'

export const systemClock: Clock = { now: () => Date.now() }

export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  text: (count) => randomBytes(Math.ceil((count * 3) / 4)).toString('base64url').slice(0, count),
}
