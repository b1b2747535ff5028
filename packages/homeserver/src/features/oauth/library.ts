// Requests as they are handed to the library.
import type { Provider } from 'oidc-provider'
import type { Asked, OAuthDeps } from './context.ts'
import { COOKIES, PATHS } from './provider.ts'

/** What answers by the library. */
export interface Library {
  /** Answers a request. */
  answer(asked: Asked): Promise<void>
  /**
   * Answers the form by which a sign-in was decided with where it leads: the library goes on with it as if the browser had been
   * sent there, which is spared. That this is the browser of the sign-in has been shown by the cookie of its page, which was
   * set together with the one that the library asks for.
   */
  resume(asked: Asked, uid: string): Promise<void>
}

/** Wraps the provider. */
export function createLibrary({ settings }: OAuthDeps, provider: Provider): Library {
  const library = provider.callback()
  const { host, protocol } = new URL(settings.publicUrl)

  /** The library makes addresses from the request: it sees the one address there is, whatever came. */
  async function answer({ request, response, ip }: Asked): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    request.headers['x-forwarded-host'] = host
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
    request.headers['x-forwarded-for'] = ip
    await library(request, response)
  }

  return {
    answer,
    async resume(asked, uid) {
      const { request } = asked
      request.method = 'GET'
      request.url = `${PATHS.authorization}/${uid}`
      request.headers.cookie = `${COOKIES.resume}=${uid}`
      await answer(asked)
    },
  }
}
