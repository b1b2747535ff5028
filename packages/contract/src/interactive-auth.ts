// Shapes of user-interactive authentication, shared by every endpoint that asks for it.
// https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
import { Type } from 'typebox'
import type { Static } from 'typebox'

/** Who somebody says they are. https://spec.matrix.org/v1.19/client-server-api/#identifier-types */
export const UserIdentifier = Type.Object({
  type: Type.String({ maxLength: 255 }),
  /** Of `m.id.user`: a user id or its localpart. */
  user: Type.Optional(Type.String({ maxLength: 512 })),
})

/** What a client submits for one stage. */
export const AuthData = Type.Object({
  type: Type.Optional(Type.String({ maxLength: 255 })),
  session: Type.Optional(Type.String({ maxLength: 255 })),
  identifier: Type.Optional(UserIdentifier),
  /** The old form of `identifier`. */
  user: Type.Optional(Type.String({ maxLength: 512 })),
  password: Type.Optional(Type.String({ maxLength: 512 })),
  /** Of `m.login.registration_token`. */
  token: Type.Optional(Type.String({ maxLength: 255 })),
})

/** A parsed `auth` member. */
export type AuthData = Static<typeof AuthData>
