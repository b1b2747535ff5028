// A group that a message names: how many people, and who they are.
import { Ask } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useContext, useState } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import type { MentionedGroup } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { TalkContext } from '../message/context.ts'

const NAMES_SHOWN = 10

/** The pill. Hovered or with the focus it says who; pressed, it shows all of them. */
export function GroupPill({ group, children }: { group: MentionedGroup; children: ReactNode }): ReactNode {
  const { model, words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <TooltipTrigger delay={400}>
        <AriaButton className="pill" data-me={group.userIds.includes(model.userId) || undefined} onPress={() => setIsOpen(true)}>
          {children} <span className="pill-count">{words.say('group.people', { count: group.userIds.length })}</span>
        </AriaButton>
        {isOpen ? null : (
          <Tooltip className="tooltip" placement="top">
            <Names userIds={group.userIds} max={NAMES_SHOWN} />
          </Tooltip>
        )}
      </TooltipTrigger>
      <Ask title={words.say('group.who', { name: group.name })} isOpen={isOpen} onClose={() => setIsOpen(false)} closeName={words.say('app.close')}>
        <Names userIds={group.userIds} max={group.userIds.length} />
      </Ask>
    </>
  )
}

interface NamesProps {
  userIds: readonly string[]
  max: number
}

function Names({ userIds, max }: NamesProps): ReactNode {
  const conversation = useContext(TalkContext)?.conversation
  return conversation === undefined ? <NameList userIds={userIds} max={max} nameOf={(userId) => userId} /> : <KnownNames userIds={userIds} max={max} conversation={conversation} />
}

function KnownNames({ userIds, max, conversation }: NamesProps & { conversation: ConversationModel }): ReactNode {
  const { people } = useLive(conversation.state)
  const names = new Map(people.members.map(({ userId, name }) => [userId, name]))
  return <NameList userIds={userIds} max={max} nameOf={(userId) => names.get(userId) ?? userId} />
}

function NameList({ userIds, max, nameOf }: NamesProps & { nameOf: (userId: string) => string }): ReactNode {
  const { words } = useApp()
  const more = userIds.length - max
  return (
    <ul className="group-people">
      {userIds.slice(0, max).map((userId) => (
        <li key={userId} dir="auto">
          {nameOf(userId)}
        </li>
      ))}
      {more > 0 ? <li>{words.say('group.more', { count: more })}</li> : null}
    </ul>
  )
}
