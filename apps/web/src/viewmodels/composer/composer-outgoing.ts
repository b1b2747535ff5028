// What is sent of what somebody wrote.
import type { Outgoing } from '../../session/talk/compose.ts'
import type { DraftMention, WeightWish } from '../../session/drafts.ts'
import { GROUPS_MAX } from '../../session/person/groups.ts'
import type { Weight } from '../../session/talk/priority.ts'
import type { Asked, MessageBody } from '../../session/types.ts'
import { commandOf } from './composer-suggest.ts'

/** What has looks: anything else is sent as it is. */
const LOOKS = /[*_`~#>[\]|=\\-]|\$\$|^\s*\d+[.)]/m

/** Nothing is asked. */
export const NO_WISH: WeightWish = { priority: undefined, asks: false }

/** How many people a text tells as groups. */
export function toldAsGroups(text: string, mentions: readonly DraftMention[]): number {
  return new Set(mentions.filter(({ label }) => text.includes(label)).flatMap(({ userIds = [] }) => userIds)).size
}

/** What goes with the text. */
export interface WrittenWith {
  mentions: readonly DraftMention[]
  wish?: WeightWish | undefined
  /** Whom the message that is corrected asks already. */
  asked?: Asked | undefined
}

/** What is sent of a text. */
export async function toOutgoing(text: string, { mentions, wish = NO_WISH, asked }: WrittenWith): Promise<Outgoing> {
  const command = commandOf(text)
  const said = command === 'me' || command === 'plain' ? text.slice(command.length + 1).trim() : text
  const meant = mentions.filter(({ label }) => said.includes(label))
  const groups = meant.flatMap(({ label, userIds }) => (userIds === undefined ? [] : [{ name: label.slice(1), userIds }])).slice(0, GROUPS_MAX)
  const people = meant.filter(({ id }) => id.startsWith('@') && id !== '@room').map(({ id }) => id)
  const told = { userIds: [...new Set([...people, ...groups.flatMap(({ userIds }) => userIds)])], room: meant.some(({ id }) => id === '@room') }
  const hasLooks = command !== 'plain' && (LOOKS.test(said) || meant.length > 0)
  const html = hasLooks ? (await import('./composer-markdown.ts')).toHtml(said, meant) : undefined
  return { text: said, html, tone: command === 'me' ? 'emote' : 'plain', mentions: told, ...(groups.length === 0 ? {} : { groups }), weight: weightOf(wish, askedBy(told, asked)) }
}

function weightOf({ priority, asks }: WeightWish, asked: Asked): Weight | undefined {
  return priority === undefined && !asks ? undefined : { priority, asks: asks ? asked : undefined }
}

/** Who is named is asked; where nobody is, everybody. Whom a message asked before it was corrected stays asked. */
export function askedBy({ userIds, room }: Outgoing['mentions'], before: Asked | undefined): Asked {
  if (room || before === 'everybody' || (userIds.length === 0 && before === undefined)) return 'everybody'
  return { userIds: [...new Set([...(before?.userIds ?? []), ...userIds])] }
}

const LINKED = /<a href="https:\/\/matrix\.to\/#\/([^"]{1,500})">([@#][^<]{1,300})<\/a>/g
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

/** Whom the words of a message mean, for whoever corrects them: as this messenger writes it. */
export function mentionsIn(body: MessageBody): DraftMention[] {
  if (body.kind !== 'text') return []
  const groups = (body.groups ?? []).map(({ name, userIds }): DraftMention => ({ label: `@${name}`, id: `group:${name}`, userIds }))
  const linked = [...(body.html ?? '').matchAll(LINKED)].flatMap(([, id = '', label = '']): DraftMention[] => {
    const found = decode(id)
    return /^[@!#].*:/.test(found) ? [{ label: label.replace(/&(?:amp|lt|gt|quot);/g, (each) => ENTITIES[each] ?? each), id: found }] : []
  })
  return [...groups, ...linked]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
