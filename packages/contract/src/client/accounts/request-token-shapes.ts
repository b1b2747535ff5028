// What asking for a mail or a message to a telephone takes and gives, the same for whatever it is asked for.
import { Type } from 'typebox'

const SENDING = {
  client_secret: Type.String({ maxLength: 255 }),
  send_attempt: Type.Integer(),
  next_link: Type.Optional(Type.String({ maxLength: 2048 })),
  id_server: Type.Optional(Type.String({ maxLength: 255 })),
  id_access_token: Type.Optional(Type.String({ maxLength: 512 })),
}

const SENT = { sid: Type.String(), submit_url: Type.Optional(Type.String()) }

/** A mail to an address. */
export const requestEmailBody = Type.Object({ ...SENDING, email: Type.String({ maxLength: 512 }) })

/** What identifies the mail that was sent. */
export const requestEmailAnswer = Type.Object(SENT)

/** A message to a telephone. */
export const requestMsisdnBody = Type.Object({
  ...SENDING,
  country: Type.String({ maxLength: 2 }),
  phone_number: Type.String({ maxLength: 64 }),
})

/** What identifies the message that was sent. */
export const requestMsisdnAnswer = Type.Object({ ...SENT, msisdn: Type.Optional(Type.String()) })
