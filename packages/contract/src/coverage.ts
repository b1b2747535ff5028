// How the contract stands to the list of endpoints of the specification: what is not built yet, what is left out and
// why, what is ours alone, and where an endpoint lets in others than the specification says.
// https://spec.matrix.org/v1.19/client-server-api/
import type { AnyEndpoint, EndpointAuth } from './endpoint.ts'

/**
 * Endpoints of the client-server API that are not built yet, as `METHOD path`. A line goes away with the change that
 * builds its endpoint: one that is listed and exists fails the test, and so does one that is missing and not listed.
 */
export const pending: readonly string[] = [
  'GET /_matrix/client/v3/admin/whois/{userId}',
  'GET /_matrix/client/v1/admin/suspend/{userId}',
  'PUT /_matrix/client/v1/admin/suspend/{userId}',
  'GET /_matrix/client/v1/admin/lock/{userId}',
  'PUT /_matrix/client/v1/admin/lock/{userId}',
  'POST /_matrix/client/v3/account/3pid',
  'POST /_matrix/client/v3/account/3pid/add',
  'POST /_matrix/client/v3/account/3pid/bind',
  'POST /_matrix/client/v3/account/3pid/delete',
  'POST /_matrix/client/v3/account/3pid/unbind',
  'POST /_matrix/client/v3/account/3pid/email/requestToken',
  'POST /_matrix/client/v3/account/3pid/msisdn/requestToken',
  'POST /_matrix/client/v1/appservice/{appserviceId}/ping',
  'PUT /_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}',
  'GET /_matrix/client/v1/media/preview_url',
  'GET /_matrix/media/v3/preview_url',
  'GET /_matrix/client/v1/mutual_rooms',
  'GET /_matrix/client/v3/notifications',
  'GET /_matrix/client/v1/auth_metadata',
  'GET /_matrix/client/v3/events',
  'GET /_matrix/client/v3/initialSync',
  'GET /_matrix/client/v3/events/{eventId}',
  'POST /_matrix/client/v3/user/{userId}/openid/request_token',
  'POST /_matrix/client/v3/account/password/email/requestToken',
  'POST /_matrix/client/v3/account/password/msisdn/requestToken',
  'GET /.well-known/matrix/policy_server',
  'PUT /_matrix/client/v3/presence/{userId}/status',
  'GET /_matrix/client/v3/presence/{userId}/status',
  'POST /_matrix/client/v3/register/email/requestToken',
  'POST /_matrix/client/v3/register/msisdn/requestToken',
  'GET /_matrix/client/v1/register/m.login.registration_token/validity',
  'GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}',
  'GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}',
  'GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}',
  'POST /_matrix/client/v3/rooms/{roomId}/report',
  'POST /_matrix/client/v3/rooms/{roomId}/report/{eventId}',
  'POST /_matrix/client/v3/users/{userId}/report',
  'GET /_matrix/client/v1/rooms/{roomId}/timestamp_to_event',
  'GET /_matrix/client/v3/rooms/{roomId}/initialSync',
  'GET /_matrix/client/v1/room_summary/{roomIdOrAlias}',
  'POST /_matrix/client/v3/rooms/{roomId}/upgrade',
  'POST /_matrix/client/v3/search',
  'GET /_matrix/client/v1/rooms/{roomId}/hierarchy',
  'GET /_matrix/client/v3/login/sso/redirect',
  'GET /_matrix/client/v3/login/sso/redirect/{idpId}',
  'GET /_matrix/client/v3/thirdparty/protocol/{protocol}',
  'GET /_matrix/client/v3/thirdparty/location/{protocol}',
  'GET /_matrix/client/v3/thirdparty/user/{protocol}',
  'GET /_matrix/client/v3/thirdparty/location',
  'GET /_matrix/client/v3/thirdparty/user',
  'GET /_matrix/client/v1/rooms/{roomId}/threads',
  'POST /_matrix/client/v3/user_directory/search',
]

/** Endpoints that will not be built, as `METHOD path`, each with its reason. */
export const leftOut: Readonly<Record<string, string>> = {}

/** What the contract has beside the specification's list: paths by reason. */
export const ours: readonly { reason: string; path: RegExp }[] = [
  { reason: 'whether the process is well (docs/api/health.md)', path: /^\/(?:livez|readyz|metrics)$/ },
  { reason: "the operator's API that existing tools speak", path: /^\/_synapse\/(?:admin|client)\// },
  { reason: "Chappe's own", path: /^\/_chappe\// },
  { reason: 'proposals that clients use before the specification has them', path: /^\/_matrix\/client\/unstable\// },
  { reason: 'sliding sync as merged after v1.19 (MSC4186)', path: /^\/_matrix\/client\/v4\/sync$/ },
  { reason: 'clients ask it for name and version of the server', path: /^\/_matrix\/federation\/v1\/version$/ },
  {
    reason: 'state with an empty key, whose trailing slash the specification makes optional',
    path: /^\/_matrix\/client\/v3\/rooms\/\{roomId\}\/state\/\{eventType\}$/,
  },
]

/** Where an endpoint lets in others than the specification says. */
export const authDeviations: Readonly<Record<string, { auth: EndpointAuth; reason: string }>> = {
  getProfileField: { auth: 'optional', reason: 'the profile may ask for a token: people are not shown to anybody' },
  getPublicRooms: { auth: 'optional', reason: 'the profile may ask for a token: rooms are not shown to anybody' },
  getRoomIdByAlias: { auth: 'optional', reason: 'the profile may ask for a token: rooms are not shown to anybody' },
  getRoomVisibilityOnDirectory: { auth: 'optional', reason: 'the profile may ask for a token: rooms are not shown to anybody' },
  getUserProfile: { auth: 'optional', reason: 'the profile may ask for a token: people are not shown to anybody' },
  joinRoom: { auth: 'guest', reason: 'the same act as by id, which guests may do' },
  logout: { auth: 'guest', reason: 'who was given a session may end it' },
  logout_all: { auth: 'guest', reason: 'who was given a session may end it' },
}

/** `METHOD path` of an endpoint and of its aliases. */
export function namesOf(endpoint: AnyEndpoint): string[] {
  return [endpoint.path, ...(endpoint.aliases ?? [])].map((path) => `${endpoint.method} ${path}`)
}

/** Why a path is ours, or undefined where only the specification can explain it. */
export function reasonForOurs(path: string): string | undefined {
  return ours.find((each) => each.path.test(path))?.reason
}
