// Which accounts may sign in, as a condition on the columns of an account: the rule of `packages/policy` for statements that
// look and write at once.
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'

/** Holds for an account that may sign in; nobody signs in to one of a drill. */
export const MAY_SIGN_IN = sql`state = ANY(${statesThatAre('maySignIn')}::text[]) AND NOT is_locked AND NOT must_enrol AND account_type <> 'exercise'`
