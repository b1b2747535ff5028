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

/** By what an address was shown. https://spec.matrix.org/v1.19/client-server-api/#email-based-identity--homeserver */
const ThreepidCreds = Type.Object({
  sid: Type.Optional(Type.String({ maxLength: 255 })),
  client_secret: Type.Optional(Type.String({ maxLength: 255 })),
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
  /** Of `m.login.email.identity`; `threepidCreds` is the old form. */
  threepid_creds: Type.Optional(ThreepidCreds),
  threepidCreds: Type.Optional(ThreepidCreds),
})

/** A parsed `auth` member. */
export type AuthData = Static<typeof AuthData>
