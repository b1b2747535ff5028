// GET /_chappe/scim/v2/ServiceProviderConfig
import { scimServiceProviderConfig } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { configAnswer, tokenOf } from './answers.ts'

/** What of SCIM is understood here. */
export function scimServiceProviderConfigRoute(scim: Scim): Route {
  return route(scimServiceProviderConfig, async ({ request }) => {
    await scim.assertToken(tokenOf(request))
    return configAnswer()
  })
}
