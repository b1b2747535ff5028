// What the three endpoints of relations have in common.
import { Type } from 'typebox'

/** Which page of what relates to an event. */
export const relationsQuery = Type.Object({
  dir: Type.Optional(Type.Union([Type.Literal('b'), Type.Literal('f')])),
  from: Type.Optional(Type.String({ maxLength: 2048 })),
  to: Type.Optional(Type.String({ maxLength: 2048 })),
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
  recurse: Type.Optional(Type.Boolean()),
})

/** One page of it. */
export const relationsResponse = Type.Object({
  chunk: Type.Array(Type.Unknown()),
  next_batch: Type.Optional(Type.String()),
  prev_batch: Type.Optional(Type.String()),
  recursion_depth: Type.Optional(Type.Integer()),
})
