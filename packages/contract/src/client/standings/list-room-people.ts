// GET /_chappe/client/v1/rooms/{roomId}/people
// docs/api/standings.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountKind, organisationShape } from './shapes.ts'

/** Who reads a room that the caller is in: how many people, of which organisations, and who of them is an external. */
export const listRoomPeople = endpoint({
  operation: 'listRoomPeople',
  method: 'GET',
  path: '/_chappe/client/v1/rooms/{roomId}/people',
  spec: 'docs/api/standings.md',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({
    /** The organisations with somebody who is joined or invited, the largest first; at most 100. */
    organisations: Type.Array(Type.Object({ ...organisationShape.properties, people: Type.Integer() })),
    externals: Type.Integer(),
    /** People of other servers: nothing is known of them. */
    elsewhere: Type.Integer(),
    /** Those of this server, externals first; at most 1,000. */
    people: Type.Array(
      Type.Object({
        user_id: Type.String(),
        account_type: accountKind,
        organisation_id: Type.Optional(Type.String()),
        /** What they do, as their organisation says it; externals are not told. */
        title: Type.Optional(Type.String()),
        service: Type.Optional(Type.String()),
        /** Of those who are out of office: docs/api/availability.md. */
        away_until_ts: Type.Optional(Type.Integer()),
      }),
    ),
    /** Of an open room: how many accounts of this server may come in and read. */
    audience: Type.Optional(Type.Integer()),
    /** The organisations that an open room is for; left out: it is for all agents. */
    audience_of: Type.Optional(Type.Array(organisationShape)),
    /** For how long what is said there is kept, by the room's word within the rules of the service; left out: for ever. */
    kept_ms: Type.Optional(Type.Integer()),
    /** Whether there are more than `people` shows. */
    limited: Type.Boolean(),
  }),
})
