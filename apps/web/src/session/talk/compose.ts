// The contents of events that people write.
import { POLL } from './describe-poll.ts'
import { toGroups } from '../person/groups.ts'
import { toWeight, withoutWeight } from './priority.ts'
import type { Weight } from './priority.ts'
import type { Content } from '../read-content.ts'
import type { MentionedGroup } from '../types.ts'

/** What somebody wrote. */
export interface Outgoing {
  text: string
  /** The same with its looks, where it has any. */
  html: string | undefined
  tone: 'plain' | 'emote'
  mentions: Mentions
  /** Groups of those who are told. */
  groups?: readonly MentionedGroup[] | undefined
  /** What it asks of its readers; undefined: nothing. */
  weight?: Weight | undefined
}

/** Who is to be told. */
export interface Mentions {
  userIds: readonly string[]
  /** Everybody in the room. */
  room: boolean
}

/** Where it goes. */
export interface Place {
  /** The message it answers, and who wrote that. */
  replyTo?: { id: string; sender: string } | undefined
  /** The first message of the thread it goes into. */
  threadId?: string | undefined
  /** The last of the thread, for clients that know no threads. */
  threadLastId?: string | undefined
}

/** The content of a new message. */
export function toContent(outgoing: Outgoing, { replyTo, threadId, threadLastId }: Place): Content {
  const mentions = replyTo === undefined ? outgoing.mentions : { ...outgoing.mentions, userIds: [...new Set([...outgoing.mentions.userIds, replyTo.sender])] }
  return { ...toText({ ...outgoing, mentions }), ...toRelation(replyTo?.id, threadId, threadLastId) }
}

/** The words that go with files: what they say, and what of them a file's message carries beside. */
export interface WordsOfFiles {
  text: string
  /** Whom they tell, what they ask, what they answer and how they look; undefined where that is nothing. */
  content: Content | undefined
}

/** Words for the message of a file. */
export function toWordsOfFiles(outgoing: Outgoing, place: Place): WordsOfFiles {
  const { msgtype: _type, body: _body, ...content } = toContent(outgoing, place)
  const { userIds, room } = outgoing.mentions
  const isPlain = userIds.length === 0 && !room && outgoing.html === undefined && outgoing.weight === undefined && place.replyTo === undefined
  return { text: outgoing.text, content: isPlain ? undefined : content }
}

/** The content of a file's message with the words that go with it. `caption`: what was written for this file alone. */
export function withWords(file: Content, { text, content = {} }: WordsOfFiles, caption: string): Content {
  const { format: _format, formatted_body: _html, ...bare } = content
  const body = [text, caption].filter((each) => each !== '').join('\n')
  return { ...file, ...(caption === '' ? content : bare), ...(body === '' ? {} : { body }) }
}

function toRelation(replyId: string | undefined, threadId: string | undefined, threadLastId: string | undefined): Content {
  if (threadId !== undefined) {
    const answered = { event_id: replyId ?? threadLastId ?? threadId }
    return { 'm.relates_to': { rel_type: 'm.thread', event_id: threadId, is_falling_back: replyId === undefined, 'm.in_reply_to': answered } }
  }
  return replyId === undefined ? {} : { 'm.relates_to': { 'm.in_reply_to': { event_id: replyId } } }
}

/** The content of an edit. Who was told already is not told again; how urgent it is stands in the new words alone, which alert nobody. */
export function toEdit(id: string, outgoing: Outgoing, before: Mentions): Content {
  const fresh = { userIds: outgoing.mentions.userIds.filter((userId) => !before.userIds.includes(userId)), room: outgoing.mentions.room && !before.room }
  const marked = { ...outgoing, text: `* ${outgoing.text}`, html: outgoing.html === undefined ? undefined : `* ${outgoing.html}`, mentions: fresh, groups: [], weight: undefined }
  return { ...toText(marked), 'm.new_content': toText(outgoing), 'm.relates_to': { rel_type: 'm.replace', event_id: id } }
}

function toText({ text, html, tone, mentions, groups = [], weight }: Outgoing): Content {
  return {
    msgtype: tone === 'emote' ? 'm.emote' : 'm.text',
    body: text,
    ...(html === undefined ? {} : { format: 'org.matrix.custom.html', formatted_body: html }),
    'm.mentions': { ...(mentions.userIds.length === 0 ? {} : { user_ids: [...mentions.userIds] }), ...(mentions.room ? { room: true } : {}) },
    ...toGroups(groups),
    ...(weight === undefined ? {} : toWeight(weight)),
  }
}

/** A poll that somebody asks. */
export interface NewPoll {
  question: string
  answers: readonly string[]
  choicesMax: number
  /** Whether counts are seen before the end. */
  isOpen: boolean
}

/** The content of a poll's beginning; clients that know no polls show it as text. */
export function toPoll({ question, answers, choicesMax, isOpen }: NewPoll): Content {
  const fallback = [question, ...answers.map((answer, index) => `${index + 1}. ${answer}`)].join('\n')
  return {
    [POLL.start]: {
      question: { 'org.matrix.msc1767.text': question, body: question, msgtype: 'm.text' },
      kind: isOpen ? POLL.disclosed : POLL.undisclosed,
      max_selections: choicesMax,
      answers: answers.map((answer, index) => ({ id: `answer-${index + 1}`, 'org.matrix.msc1767.text': answer })),
    },
    'org.matrix.msc1767.text': fallback,
  }
}

/** The content of a vote. */
export function toVote(pollId: string, answers: readonly string[]): Content {
  return { 'm.relates_to': { rel_type: 'm.reference', event_id: pollId }, [POLL.response]: { answers: [...answers] } }
}

/** The content that ends a poll. */
export function toPollEnd(pollId: string, text: string): Content {
  return { 'm.relates_to': { rel_type: 'm.reference', event_id: pollId }, [POLL.end]: {}, 'org.matrix.msc1767.text': text }
}

/** A message's content for another room: it answers nothing there, calls nobody and asks nothing. */
export function toForward(content: Content): Content {
  const { 'm.relates_to': _relation, 'm.mentions': _mentions, 'm.new_content': _edit, 'org.chappe.groups': _groups, ...rest } = content
  return { ...withoutWeight(rest), 'm.mentions': {} }
}
