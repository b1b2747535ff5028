// What a message says, in one line.
import type { Words } from '@chappe/ui'
import type { MessageBody, RoomChange } from '../viewmodels/types.ts'
import { textOfHtml } from '../viewmodels/types.ts'
import type { WordKey } from '../words/en.ts'
import { wordPerson } from './word-person.ts'

type Say = Words<WordKey>['say']

/** One line of text for a message, without markup. */
export function wordBody(body: MessageBody, say: Say): string {
  switch (body.kind) {
    case 'text':
      if (body.letter !== undefined) return say('talk.letter', { ...body.letter })
      return (body.html === undefined ? '' : textOfHtml(body.html)) || body.text
    case 'file':
      return say('talk.file', { name: body.name })
    case 'poll':
      return say('talk.poll', { question: body.poll.question })
    case 'deleted':
      return body.reason === undefined ? say('talk.deleted') : say('talk.deletedBecause', { reason: body.reason })
    case 'unreadable':
      return say('talk.unreadable')
    case 'change':
      return wordChange(body.change, say)
    case 'unknown':
      return body.text === '' ? say('talk.unknown') : body.text
  }
}

/** What happened to a room, as a sentence. */
export function wordChange(change: RoomChange, say: Say): string {
  switch (change.kind) {
    case 'member':
      return say(memberKey(change), { name: wordPerson(change.person, say) })
    case 'named':
      return say('talk.change.named', { name: change.name })
    case 'topic':
      return say('talk.change.topic', { topic: change.topic })
    case 'pinned':
      return say('talk.change.pinned')
    case 'kept':
      return change.days === undefined ? say('talk.change.keptUnsaid') : say('talk.change.kept', { count: change.days })
    case 'created':
      return say('talk.change.created')
    case 'encrypted':
      return say('talk.change.encrypted')
    case 'other':
      return say('talk.change.other')
  }
}

function memberKey({ from, to, isOwn }: Extract<RoomChange, { kind: 'member' }>): WordKey {
  if (to === 'join') return from === 'join' ? 'talk.change.member' : 'talk.change.joined'
  if (to === 'invite') return 'talk.change.invited'
  if (to === 'knock') return 'talk.change.asked'
  if (to === 'ban') return 'talk.change.banned'
  if (from === 'invite' && isOwn) return 'talk.change.declined'
  return isOwn ? 'talk.change.left' : 'talk.change.removed'
}
