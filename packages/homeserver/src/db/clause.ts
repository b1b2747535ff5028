// Parts of statements that one feature makes and another carries along, so that what belongs together is written at once.
import type { RawBuilder } from 'kysely'

/** A statement that does nothing unless `when` holds. */
export type Clause = (when: RawBuilder<unknown>) => RawBuilder<unknown>

/** Statements, by names of their own, that stand on a row of another one: `name AS (…), name AS (…)`. */
export type Followers = RawBuilder<unknown>
