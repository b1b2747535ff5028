// A clock that a test moves by hand. It starts at the true time, since PostgreSQL and clients have clocks too.

/** A movable clock. */
export interface TestClock {
  now(): number
  /** Moves the clock forward by milliseconds. */
  advance(milliseconds: number): void
}

/** Makes a clock that ticks with the true one, plus whatever it was moved. */
export function createTestClock(): TestClock {
  let moved = 0
  return {
    now: () => Date.now() + moved,
    advance(milliseconds) {
      moved += milliseconds
    },
  }
}
