// Finding people and rooms, and what the server knows of who they are.
import { createRoomLink, getMutualRooms, getOwnStanding, inviteExternal, listAway, listInvitations, listOrganisationNames, listRoomLinks, listRoomPeople, redeemRoomLink, revokeInvitation, revokeRoomLink, searchUserDirectory } from '@chappe/contract'
import type { MatrixClient } from 'matrix-js-sdk'
import { jobTextOf } from '../person/about.ts'
import { callOwn, countOf, recordOf, recordsOf, textOf } from '../own-api.ts'
import { asked } from '../refused.ts'
import type { AccountKind, AwayTime, FoundPerson, FoundRoom, MailInvitation, OrganisationName, OwnStanding, RoomLink, RoomStandings } from '../types.ts'

/** The directory. Everything throws `Refused`. */
export interface Directory {
  /** People by the beginning of their names; nobody for less than what the server looks for. */
  searchPeople(term: string): Promise<{ people: readonly FoundPerson[]; isLimited: boolean }>
  /** The ids of rooms that one shares with somebody, as many as the server tells at once. */
  commonRoomsWith(userId: string): Promise<readonly string[]>
  /** While those of some people are out of office who are, or will be; others are left out. At most a hundred. */
  listAway(userIds: readonly string[]): Promise<ReadonlyMap<string, AwayTime>>
  /** Published rooms, page by page. */
  searchRooms(term: string, from?: string): Promise<{ rooms: readonly FoundRoom[]; next: string | undefined }>
  /** A room before one comes in; undefined where there is nothing to be seen of it. */
  findRoom(roomIdOrAlias: string): Promise<FoundRoom | undefined>
  /** The rooms of a space, and of the spaces in it. */
  listSpace(roomId: string): Promise<readonly FoundRoom[]>
  /** Who the people of a room are. */
  standingsOf(roomId: string): Promise<RoomStandings>
  ownStanding(): Promise<OwnStanding>
  /** What the organisations of the server are called. */
  listOrganisations(): Promise<readonly OrganisationName[]>
  createLink(roomId: string, wish: { expiresInMs: number; maxUses: number }): Promise<{ token: string }>
  listLinks(roomId: string): Promise<readonly RoomLink[]>
  revokeLink(roomId: string, linkId: string): Promise<void>
  /** Comes into the room of a link; gives back its id. */
  redeemLink(token: string): Promise<string>
  /** Vouches for somebody from outside, to whose address an invitation goes; once they have an account they are invited to the room. */
  inviteByMail(address: string, roomId: string): Promise<void>
  /** One's own invitations by mail to a room that nobody has accepted so far. */
  listMailInvitations(roomId: string): Promise<readonly MailInvitation[]>
  revokeMailInvitation(invitationId: string): Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
const PEOPLE = 20
const AWAY_MAX = 100
const COMMON_MAX = 500
const ROOMS = 30
const SPACE_ROOMS = 200
const PEOPLE_MAX = 1000
const MAILS_MAX = 500
const ORGANISATIONS_MAX = 1000
const KINDS: ReadonlySet<string> = new Set<AccountKind>(['agent', 'external', 'service'])

/** Opens the directory. */
export function openDirectory(client: MatrixClient): Directory {
  return {
    async searchPeople(term) {
      const answer = await callOwn(client, searchUserDirectory, { body: { search_term: term.slice(0, 100), limit: PEOPLE } })
      return { people: recordsOf(answer['results'], PEOPLE).flatMap(toFoundPerson), isLimited: answer['limited'] === true }
    },
    async commonRoomsWith(userId) {
      const { joined } = await callOwn(client, getMutualRooms, { query: { user_id: userId } })
      return Array.isArray(joined) ? joined.filter((each) => typeof each === 'string').slice(0, COMMON_MAX) : []
    },
    async listAway(userIds) {
      const answer = await callOwn(client, listAway, { body: { user_ids: userIds.slice(0, AWAY_MAX) } })
      const away = recordsOf(answer['away'], AWAY_MAX).map((each) => [textOf(each['user_id']), { fromMs: countOf(each['from_ts']), untilMs: countOf(each['until_ts']) }] as const)
      return new Map(away)
    },
    async searchRooms(term, from) {
      const answer = recordOf(await asked(client.publicRooms({ limit: ROOMS, ...(term === '' ? {} : { filter: { generic_search_term: term.slice(0, 200) } }), ...(from === undefined ? {} : { since: from }) })))
      const next = textOf(answer['next_batch'])
      return { rooms: recordsOf(answer['chunk'], ROOMS).flatMap(toFoundRoom), next: next === '' ? undefined : next }
    },
    async findRoom(roomIdOrAlias) {
      const [room] = toFoundRoom(recordOf(await asked(client.getRoomSummary(roomIdOrAlias))))
      return room
    },
    async listSpace(roomId) {
      const answer = recordOf(await asked(client.getRoomHierarchy(roomId, SPACE_ROOMS)))
      return recordsOf(answer['rooms'], SPACE_ROOMS).flatMap(toFoundRoom)
    },
    standingsOf: async (roomId) => toStandings(await callOwn(client, listRoomPeople, { params: { roomId } })),
    async ownStanding() {
      const answer = await callOwn(client, getOwnStanding)
      const organisation = recordOf(answer['organisation'])
      const id = textOf(organisation['organisation_id'])
      return { kind: kindOf(answer['account_type']), organisation: id === '' ? undefined : { id, name: textOf(organisation['name']) } }
    },
    listOrganisations: async () => organisationsIn((await callOwn(client, listOrganisationNames))['organisations']),
    async createLink(roomId, { expiresInMs, maxUses }) {
      const answer = await callOwn(client, createRoomLink, { params: { roomId }, body: { expires_in_ms: expiresInMs, max_uses: maxUses } })
      return { token: textOf(answer['token']) }
    },
    async listLinks(roomId) {
      return recordsOf((await callOwn(client, listRoomLinks, { params: { roomId } }))['links'], 200).map(toLink)
    },
    revokeLink: async (roomId, linkId) => void (await callOwn(client, revokeRoomLink, { params: { roomId, linkId } })),
    redeemLink: async (token) => textOf((await callOwn(client, redeemRoomLink, { body: { token } }))['room_id']),
    inviteByMail: async (address, roomId) => void (await callOwn(client, inviteExternal, { body: { address, room_id: roomId } })),
    async listMailInvitations(roomId) {
      const invitations = recordsOf((await callOwn(client, listInvitations))['invitations'], MAILS_MAX)
      const open = invitations.filter((each) => each['room_id'] === roomId && each['state'] === 'open')
      return open.map((each) => ({ invitationId: textOf(each['invitation_id']), address: textOf(each['address']), expiresAtMs: countOf(each['expires_ts']) }))
    },
    revokeMailInvitation: async (invitationId) => void (await callOwn(client, revokeInvitation, { params: { invitationId } })),
  }
}

function kindOf(value: unknown): AccountKind {
  const kind = textOf(value)
  return KINDS.has(kind) ? (kind as AccountKind) : 'agent'
}

function toFoundPerson(found: Readonly<Record<string, unknown>>): FoundPerson[] {
  const userId = textOf(found['user_id'])
  if (!userId.startsWith('@')) return []
  const avatarUrl = textOf(found['avatar_url'])
  return [{
    userId,
    name: textOf(found['display_name']) || userId,
    avatarUrl: avatarUrl === '' ? undefined : avatarUrl,
    kind: kindOf(found['org.chappe.account_type']),
    organisation: textOf(found['org.chappe.organisation']),
    title: jobTextOf(found['org.chappe.title']),
    service: jobTextOf(found['org.chappe.service']),
    awayUntilMs: momentOf(found['org.chappe.away_until_ts']),
  }]
}

function momentOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
}

function toFoundRoom(found: Readonly<Record<string, unknown>>): FoundRoom[] {
  const roomId = textOf(found['room_id'])
  if (!roomId.startsWith('!')) return []
  const alias = textOf(found['canonical_alias'])
  const encryption = textOf(found['encryption'])
  return [{
    roomId,
    name: textOf(found['name']) || alias || roomId,
    topic: textOf(found['topic']),
    memberCount: countOf(found['num_joined_members']),
    isSpace: found['room_type'] === 'm.space',
    joinRule: textOf(found['join_rule']) || 'public',
    isEncrypted: encryption === '' ? undefined : true,
    children: recordsOf(found['children_state'], SPACE_ROOMS).flatMap((each) => (textOf(each['state_key']) === '' ? [] : [textOf(each['state_key'])])),
  }]
}

function organisationsIn(list: unknown): OrganisationName[] {
  return recordsOf(list, ORGANISATIONS_MAX).map((each) => ({ id: textOf(each['organisation_id']), name: textOf(each['name']) }))
}

function toStandings(answer: Readonly<Record<string, unknown>>): RoomStandings {
  const people = recordsOf(answer['people'], PEOPLE_MAX).map((each) => [textOf(each['user_id']), { kind: kindOf(each['account_type']), organisationId: textOf(each['organisation_id']), title: jobTextOf(each['title']), service: jobTextOf(each['service']), awayUntilMs: momentOf(each['away_until_ts']) }] as const)
  return {
    organisations: recordsOf(answer['organisations'], 100).map((each) => ({ id: textOf(each['organisation_id']), name: textOf(each['name']), people: countOf(each['people']) })),
    externals: countOf(answer['externals']),
    elsewhere: countOf(answer['elsewhere']),
    audience: answer['audience'] === undefined ? undefined : countOf(answer['audience']),
    audienceOf: answer['audience_of'] === undefined ? undefined : organisationsIn(answer['audience_of']),
    keptDays: answer['kept_ms'] === undefined ? undefined : Math.max(1, Math.floor(countOf(answer['kept_ms']) / DAY_MS)),
    people: new Map(people),
  }
}

function toLink(link: Readonly<Record<string, unknown>>): RoomLink {
  return {
    linkId: textOf(link['link_id']),
    createdBy: textOf(link['created_by']),
    expiresAtMs: countOf(link['expires_at_ms']),
    maxUses: countOf(link['max_uses']),
    useCount: countOf(link['use_count']),
    isRevoked: link['revoked_at_ms'] !== undefined,
  }
}
