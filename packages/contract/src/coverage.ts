// How the contract stands to the list of endpoints of the specification: what is not built yet, what is left out and
// why, what is ours alone, and where an endpoint lets in others than the specification says.
// https://spec.matrix.org/v1.19/client-server-api/
import type { AnyEndpoint, EndpointAuth } from './endpoint.ts'

/**
 * Endpoints of the client-server API that are not built yet, as `METHOD path`. A line goes away with the change that
 * builds its endpoint: one that is listed and exists fails the test, and so does one that is missing and not listed.
 */
export const pending: readonly string[] = []

/** Endpoints that will not be built, as `METHOD path`, each with its reason. */
export const leftOut: Readonly<Record<string, string>> = {}

/** What the contract has beside the specification's list: paths by reason. */
export const ours: readonly { reason: string; path: RegExp }[] = [
  { reason: 'whether the process is well (docs/api/health.md)', path: /^\/(?:livez|readyz|metrics)$/ },
  { reason: "the operator's API that existing tools speak", path: /^\/_synapse\/(?:admin|client)\// },
  { reason: "Chappe's own", path: /^\/_chappe\// },
  { reason: 'pages for browsers (decisions 0029, 0093)', path: /^\/(?:accessibility|pages|signin|signout|enrol|register|not-me|account|step-up)(?:\/|$)/ },
  { reason: 'proposals that clients use before the specification has them', path: /^\/_matrix\/client\/unstable\// },
  { reason: 'sliding sync as merged after v1.19 (MSC4186)', path: /^\/_matrix\/client\/v4\/sync$/ },
  { reason: 'pages for clients that do not know a stage, which the specification has beside its list', path: /^\/_matrix\/(?:client\/v3\/auth\/\{stage\}\/fallback\/web|static\/client\/login)$/ },
  { reason: 'of the federation API, which the list has apart', path: /^\/_matrix\/federation\/v1\/openid\/userinfo$/ },
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
  getRelatingEvents: { auth: 'guest', reason: 'who may read an event may read what relates to it, as with /messages' },
  getRelatingEventsWithRelType: { auth: 'guest', reason: 'who may read an event may read what relates to it, as with /messages' },
  getRelatingEventsWithRelTypeAndEventType: { auth: 'guest', reason: 'who may read an event may read what relates to it, as with /messages' },
  getRoomIdByAlias: { auth: 'optional', reason: 'the profile may ask for a token: rooms are not shown to anybody' },
  getRoomVisibilityOnDirectory: { auth: 'optional', reason: 'the profile may ask for a token: rooms are not shown to anybody' },
  getThreadRoots: { auth: 'guest', reason: 'threads are another order of what /messages shows to guests' },
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
