// POST /_chappe/desk/v1/attributions
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { moment } from './shapes.ts'

/**
 * Asks who was shown what has leaked; it is worked out once a second person agrees. Texts are compared by their hashes; what is
 * kept is where they stand.
 */
export const askAttribution = endpoint({
  operation: 'askAttribution',
  method: 'POST',
  path: '/_chappe/desk/v1/attributions',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'always',
  reveals: [],
  body: Type.Object({
    /** Event ids. */
    events: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 500 })),
    /** A room and when something was said in it, to the minute. */
    places: Type.Optional(Type.Array(Type.Object({ room_id: Type.String({ maxLength: 255 }), at_ms: moment }), { maxItems: 100 })),
    /** The very text of messages that are not encrypted. */
    texts: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 65_536 }), { maxItems: 20 })),
    /** Where texts are looked for; left out: everywhere. */
    room_id: Type.Optional(Type.String({ maxLength: 255 })),
    /** Files by their mxc, or by the SHA-256 of their bytes in hexadecimal. */
    files: Type.Optional(Type.Array(Type.String({ maxLength: 512 }), { maxItems: 500 })),
    /** Reads of this time, both included, and texts of it; left out: from the beginning, and up to now. */
    from_ms: Type.Optional(moment),
    to_ms: Type.Optional(moment),
    ...deskReason.properties,
  }),
  response: Type.Object({
    /** What a second person has to agree to. */
    request_id: Type.Integer(),
    /** How many of the events and files that were named are here. */
    events: Type.Integer(),
    files: Type.Integer(),
    /** How many texts, and rooms with a time, are looked for when a second person has agreed. */
    to_look_for: Type.Integer(),
    /** What was named and is not here: event ids, rooms, files. */
    missing: Type.Array(Type.String()),
  }),
})
