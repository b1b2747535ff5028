// Somebody's name, as it stands beside what they say.
import { personNameOf } from '@chappe/policy'
import type { Words } from '@chappe/ui'
import type { Person, RoomSummary } from '../viewmodels/types.ts'
import type { WordKey } from '../words/en.ts'

type Say = Words<WordKey>['say']

/** The name. The server has none of its own, but what it says is known as such in every language. */
export function wordPerson(person: Person, say: Say): string {
  return person.isServer === true ? say('people.server') : person.name
}

/** What a room is called. The one of the server has its name from the language. */
export function wordRoom({ name, isOfServer }: Pick<RoomSummary, 'name' | 'isOfServer'>, say: Say): string {
  return isOfServer ? say('people.server') : name
}

/** Who invites, in a line of a list. */
export function wordInvitation(inviter: Person | undefined, say: Say): string {
  return inviter?.isServer === true ? say('rooms.invitedByServer') : say('rooms.invitedBy', { name: personNameOf(inviter?.name ?? '') })
}

/** What somebody does, and for whom, in one line; empty where nothing is known. */
export function wordJob({ title, service, organisation }: { title: string; service: string; organisation: string }): string {
  return [title, service, organisation].filter((each) => each !== '').join(' · ')
}
