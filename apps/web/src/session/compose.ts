// The contents of events that people write.
import { POLL } from './describe-poll.ts'
import type { Content } from './read-content.ts'

/** What somebody wrote. */
export interface Outgoing {
  text: string
  /** The same with its looks, where it has any. */
  html: string | undefined
  tone: 'plain' | 'emote'
  mentions: Mentions
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

function toRelation(replyId: string | undefined, threadId: string | undefined, threadLastId: string | undefined): Content {
  if (threadId !== undefined) {
    const answered = { event_id: replyId ?? threadLastId ?? threadId }
    return { 'm.relates_to': { rel_type: 'm.thread', event_id: threadId, is_falling_back: replyId === undefined, 'm.in_reply_to': answered } }
  }
  return replyId === undefined ? {} : { 'm.relates_to': { 'm.in_reply_to': { event_id: replyId } } }
}

/** The content of an edit. Who was told already is not told again. */
export function toEdit(id: string, outgoing: Outgoing, before: Mentions): Content {
  const fresh = { userIds: outgoing.mentions.userIds.filter((userId) => !before.userIds.includes(userId)), room: outgoing.mentions.room && !before.room }
  const marked = { ...outgoing, text: `* ${outgoing.text}`, html: outgoing.html === undefined ? undefined : `* ${outgoing.html}`, mentions: fresh }
  return { ...toText(marked), 'm.new_content': toText(outgoing), 'm.relates_to': { rel_type: 'm.replace', event_id: id } }
}

function toText({ text, html, tone, mentions }: Outgoing): Content {
  return {
    msgtype: tone === 'emote' ? 'm.emote' : 'm.text',
    body: text,
    ...(html === undefined ? {} : { format: 'org.matrix.custom.html', formatted_body: html }),
    'm.mentions': { ...(mentions.userIds.length === 0 ? {} : { user_ids: [...mentions.userIds] }), ...(mentions.room ? { room: true } : {}) },
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

/** A message's content for another room: it answers nothing there and calls nobody. */
export function toForward(content: Content): Content {
  const { 'm.relates_to': _relation, 'm.mentions': _mentions, 'm.new_content': _edit, ...rest } = content
  return { ...rest, 'm.mentions': {} }
}
