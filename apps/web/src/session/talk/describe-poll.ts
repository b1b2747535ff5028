// Polls: a question, answers, and who chose which. As MSC3381 has them, which is what clients speak.
// https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/3381-polls.md
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import type { Content } from '../read-content.ts'
import { contentOf, extensibleTextOf, fieldOf, nameOf, textOf, textsOf } from '../read-content.ts'
import type { MessageBody } from '../types.ts'

const PREFIXES = ['m.', 'org.matrix.msc3381.'] as const
const ANSWERS_MAX = 20

/** The names that clients know the events of polls by. */
export const POLL = {
  start: 'org.matrix.msc3381.poll.start',
  response: 'org.matrix.msc3381.poll.response',
  end: 'org.matrix.msc3381.poll.end',
  disclosed: 'org.matrix.msc3381.poll.disclosed',
  undisclosed: 'org.matrix.msc3381.poll.undisclosed',
} as const

const isNamed = (type: string, name: string): boolean => PREFIXES.some((prefix) => type === `${prefix}poll.${name}`)

/** Whether an event begins a poll. */
export const isPollStart = (type: string): boolean => isNamed(type, 'start')

/** Whether an event is part of a poll that began before. */
export const isPollPart = (type: string): boolean => isNamed(type, 'response') || isNamed(type, 'end')

/** The fields of a poll's event, whichever name they stand under. */
function pollContent(event: MatrixEvent, name: string): Content {
  const content = contentOf(event.getContent())
  for (const prefix of PREFIXES) {
    const fields = fieldOf(content, `${prefix}poll.${name}`)
    if (fields !== undefined) return contentOf(fields)
  }
  return {}
}

/** The poll that an event begins; undefined where it is none that can be answered. */
export function describePoll(event: MatrixEvent, room: Room): MessageBody | undefined {
  const content = pollContent(event, 'start')
  const listed = fieldOf(content, 'answers')
  const answers = (Array.isArray(listed) ? listed.slice(0, ANSWERS_MAX) : []).flatMap((each: unknown) => {
    const fields = contentOf(each)
    const id = textOf(fieldOf(fields, 'm.id') ?? fieldOf(fields, 'id'))
    return id === '' ? [] : [{ id, text: nameOf(extensibleTextOf(fields)) }]
  })
  const question = nameOf(extensibleTextOf(contentOf(fieldOf(content, 'question'))))
  if (answers.length === 0 || question === '') return undefined
  const max = fieldOf(content, 'max_selections')
  const choicesMax = typeof max === 'number' && max >= 1 ? Math.min(Math.floor(max), answers.length) : 1
  const end = endOf(event, room)
  const votes = votesOf(event, room, { ids: new Set(answers.map(({ id }) => id)), choicesMax, untilMs: end?.getTs() ?? Infinity })
  const all = [...votes.values()]
  return {
    kind: 'poll',
    poll: {
      question,
      choicesMax,
      isOpen: /(^|\.)disclosed$/.test(textOf(fieldOf(content, 'kind'))),
      hasEnded: end !== undefined,
      votersCount: all.filter((chosen) => chosen.length > 0).length,
      answers: answers.map(({ id, text }) => ({
        id,
        text,
        votes: all.filter((chosen) => chosen.includes(id)).length,
        isMine: votes.get(room.myUserId)?.includes(id) === true,
      })),
    },
  }
}

function partsOf(poll: MatrixEvent, room: Room, name: string): MatrixEvent[] {
  const id = poll.getId() ?? ''
  return PREFIXES.flatMap((prefix) => room.relations.getChildEventsForEvent(id, 'm.reference', `${prefix}poll.${name}`)?.getRelations() ?? []).filter((event) => !event.isRedacted())
}

/** The first end by somebody who may end it. */
function endOf(poll: MatrixEvent, room: Room): MatrixEvent | undefined {
  const mayEnd = (sender: string | undefined): boolean => sender !== undefined && (sender === poll.getSender() || room.currentState.maySendRedactionForEvent(poll, sender))
  return partsOf(poll, room, 'end')
    .filter((event) => mayEnd(event.getSender()))
    .toSorted((a, b) => a.getTs() - b.getTs())[0]
}

/** What each person chose last. */
function votesOf(poll: MatrixEvent, room: Room, rules: { ids: ReadonlySet<string>; choicesMax: number; untilMs: number }): ReadonlyMap<string, readonly string[]> {
  const votes = new Map<string, readonly string[]>()
  for (const event of partsOf(poll, room, 'response').toSorted((a, b) => a.getTs() - b.getTs())) {
    const sender = event.getSender()
    if (sender === undefined || event.getTs() > rules.untilMs) continue
    const chosen = textsOf(fieldOf(pollContent(event, 'response'), 'answers'), rules.choicesMax)
    votes.set(sender, chosen.every((id) => rules.ids.has(id)) ? chosen : [])
  }
  return votes
}
