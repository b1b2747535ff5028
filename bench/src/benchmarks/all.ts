// The list of benchmarks.

import type { Benchmark } from '../benchmark.ts'
import { contain } from './contain.ts'
import { fanOut } from './fan-out.ts'
import { hotRoom } from './hot-room.ts'
import { joinBigRoom } from './join-big-room.ts'
import { keyClaim } from './key-claim.ts'
import { media } from './media.ts'
import { messages } from './messages.ts'
import { noop } from './noop.ts'
import { oauthSignIn } from './oauth-sign-in.ts'
import { passkeySignIn } from './passkey-sign-in.ts'
import { publicDirectory } from './public-directory.ts'
import { send } from './send.ts'
import { slidingSync } from './sliding-sync.ts'
import { startUp } from './start-up.ts'
import { syncIncremental } from './sync-incremental.ts'
import { syncInitial } from './sync-initial.ts'
import { userDirectory } from './user-directory.ts'

/** All benchmarks, in the order in which results are shown. */
export const benchmarks: readonly Benchmark[] = [
  noop, send, hotRoom, fanOut, syncIncremental, syncInitial, slidingSync, messages, joinBigRoom, publicDirectory,
  media, userDirectory, keyClaim, oauthSignIn, passkeySignIn, contain, startUp,
]
