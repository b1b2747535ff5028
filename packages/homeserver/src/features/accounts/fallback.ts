// The fallback pages of interactive authentication and of signing in.
// https://spec.matrix.org/v1.19/client-server-api/#fallback
import { MatrixError } from '@chappe/contract'
import type { AccountsContext } from './context.ts'
import type { Page } from './fallback-pages.ts'
import { donePage, gonePage, loginPage, stagePage } from './fallback-pages.ts'
import type { OpenSession } from './open-sessions.ts'

/** Which page: the stage and the session of its path, and the language the browser asks for. */
export interface PageCall {
  stage: string
  session: string
  accepts: string | undefined
}

/** The pages. A stage that is none of the session's gets the page that says so. */
export interface Fallback {
  show(call: PageCall): Page
  /** Does the stage with what the form holds; a failed attempt shows the form again. */
  submit(call: PageCall, form: URLSearchParams): Promise<Page>
  login(accepts: string | undefined): Page
}

/** Opens the pages. */
export function openFallback(ctx: AccountsContext): Fallback {
  return {
    show(call) {
      const session = find(ctx, call)
      if (session === undefined) return gonePage(call.accepts)
      if (session.isDone) return donePage(call.accepts)
      return stagePage(session.stage, call.session, { accepts: call.accepts, isWrong: false })
    },
    async submit(call, form) {
      const session = find(ctx, call)
      if (session === undefined) return gonePage(call.accepts)
      if (session.isDone) return donePage(call.accepts)
      const refusal = await session.complete({
        type: session.stage,
        ...textOf(form, 'user'),
        ...textOf(form, 'password'),
        ...textOf(form, 'token'),
      })
      if (refusal === undefined) return donePage(call.accepts)
      return stagePage(session.stage, call.session, { accepts: call.accepts, isWrong: true })
    },
    login(accepts) {
      if (!ctx.settings.policy.passwordLogin) throw new MatrixError('M_NOT_FOUND')
      return loginPage(accepts)
    },
  }
}

function find(ctx: AccountsContext, { stage, session }: PageCall): OpenSession | undefined {
  for (const sessions of ctx.openSessions) {
    const found = sessions.find(session)
    if (found !== undefined) return found.stage === stage ? found : undefined
  }
  return undefined
}

function textOf<const N extends string>(form: URLSearchParams, name: N): { [K in N]?: string } {
  const given: { [K in N]?: string } = {}
  const text = form.get(name) ?? ''
  if (text !== '') given[name] = text.slice(0, 512)
  return given
}
