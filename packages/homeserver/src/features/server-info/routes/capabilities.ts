// GET /_matrix/client/v3/capabilities
import { capabilities } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { DEFAULT_ROOM_VERSION, ROOM_VERSIONS } from '../server-info.ts'
import type { ServerInfo } from '../server-info.ts'

/** Answers from the configuration. */
export function capabilitiesRoute(info: ServerInfo): Route {
  const available = Object.fromEntries(ROOM_VERSIONS.map((version) => [version, 'stable' as const]))
  return route(capabilities, ({ session }) => ({
    capabilities: {
      'm.change_password': { enabled: info.passwordLogin },
      'm.room_versions': { default: DEFAULT_ROOM_VERSION, available },
      'm.set_displayname': { enabled: info.ownDisplayName },
      'm.set_avatar_url': { enabled: true },
      'm.3pid_changes': { enabled: info.addressesByOwner },
      'm.get_login_token': { enabled: info.passwordLogin },
      'm.profile_fields': { enabled: true, disallowed: [...(info.ownDisplayName ? [] : ['displayname']), 'org.chappe.job'] },
      ...(session.isAdmin ? { 'm.account_moderation': { suspend: true, lock: true } } : {}),
    },
  }))
}
