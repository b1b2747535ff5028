// What the pages to come in on are given.
import type { Standing } from '@chappe/policy'
import type { IncomingHttpHeaders } from 'node:http'
import type { Followers } from '../../db/clause.ts'
import type { Accessible } from '../../pages/page.ts'
import type { WebOrigin, WebSessions } from '../../web-session.ts'
import type { Newcomers } from './newcomers.ts'

/** Somebody by user id and number. */
export interface Who {
  userId: string
  userNid: number
}

/** What the feature is given. */
export interface SignInDeps {
  sessions: WebSessions
  passkeys: {
    signInOptions(): Promise<object>
    /** Whose passkey signed, and where their account stands; `followers` begin with it, where the account may sign in. */
    signIn(answer: string, more: { followers: Followers }): Promise<Who & { standing: Standing }>
  }
  accounts: {
    /** Whose name and password these are; throws what the person is told, also of where their account stands. */
    provePassword(user: string, password: string, ip: string): Promise<Who>
    /** Throws what somebody is told who has proved to be the owner of an account that may not be used. */
    assertMaySignIn(standing: Standing, way: 'passkey'): void
  }
  newcomers: Newcomers
  /** Other identity providers that people may sign in by. */
  identityProviders(): { id: string; name: string }[]
  settings: { publicUrl: string; serverName: string; policy: { passwordLogin: boolean }; accessibility?: { degree?: Accessible | undefined } | undefined }
}

/** What a browser sends along. */
export interface Browser {
  headers: IncomingHttpHeaders
  from: WebOrigin
}
