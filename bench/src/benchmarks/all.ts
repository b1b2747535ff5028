// The list of benchmarks.

import type { Benchmark } from '../benchmark.ts'
import { fanOut } from './fan-out.ts'
import { hotRoom } from './hot-room.ts'
import { keyClaim } from './key-claim.ts'
import { messages } from './messages.ts'
import { noop } from './noop.ts'
import { send } from './send.ts'
import { startUp } from './start-up.ts'
import { syncIncremental } from './sync-incremental.ts'
import { syncInitial } from './sync-initial.ts'

/** All benchmarks, in the order in which results are shown. */
export const benchmarks: readonly Benchmark[] = [noop, send, hotRoom, fanOut, syncIncremental, syncInitial, messages, keyClaim, startUp]
