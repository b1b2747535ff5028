// From what clients send to what the operations take.
import type { MailWish } from '../threepids.ts'

/** `next_link` is not followed: a link of a mail of ours leads nowhere else. */
export function mailWish(body: { email: string; client_secret: string; send_attempt: number }): MailWish {
  return { email: body.email, clientSecret: body.client_secret, sendAttempt: body.send_attempt }
}
