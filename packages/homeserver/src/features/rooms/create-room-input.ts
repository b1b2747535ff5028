// The body of createRoom, with its free-form members as JSON objects.
import type { BodyOf, createRoom } from '@chappe/contract'
import { jsonObjectOf } from '../../http/json-body.ts'
import type { CreateRoomInput } from './create-room.ts'

/** Takes over what the schema has checked. */
export function createRoomInputOf(body: BodyOf<typeof createRoom>): CreateRoomInput {
  const { creation_content: creation, power_level_content_override: levels, initial_state: state, ...rest } = body
  return {
    ...rest,
    creation_content: creation === undefined ? undefined : jsonObjectOf(creation),
    power_level_content_override: levels === undefined ? undefined : jsonObjectOf(levels),
    initial_state: state?.map((each) => ({ ...each, content: jsonObjectOf(each.content) })),
  }
}
