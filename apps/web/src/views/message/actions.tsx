// What can be done with a message: the frequent at its side, the rest in a menu. An action is one entry of a table.
import type { ReactNode } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { LaterModel } from '../../viewmodels/later/later.ts'
import type { PersonCardModel } from '../../viewmodels/person/person-card.ts'
import type { ReportModel } from '../../viewmodels/report.ts'
import type { Message, Rights } from '../../viewmodels/types.ts'
import type { WordKey } from '../../words/en.ts'
import { useApp, useLive } from '../app-context.tsx'
import { EmojiButton } from '../composer/emoji.tsx'
import type { IconName } from '../icon.tsx'
import { Icon } from '../icon.tsx'
import type { TalkWithin } from './context.ts'
import { useTalk } from './context.ts'
import { focusComposer } from './keys.ts'

/** What an action sees. */
export interface ActionScene {
  message: Message
  talk: TalkWithin
  rights: Rights
  isPinned: boolean
  report: ReportModel
  person: PersonCardModel
  later: LaterModel
}

/** Something that can be done with a message. */
export interface MessageAction {
  id: string
  word: WordKey
  icon: IconName
  /** Whether it stands at the message's side and not in the menu. */
  isQuick: boolean
  isOffered(scene: ActionScene): boolean
  act(scene: ActionScene): void
}

const isSaid = ({ message }: ActionScene): boolean => message.body.kind === 'text' || message.body.kind === 'file'
const savedOf = ({ message, talk }: Pick<ActionScene, 'message' | 'talk'>) => ({ roomId: talk.conversation.roomId, threadId: talk.threadId, message })
const quietly = (promise: Promise<unknown>): void => void promise.catch(() => undefined)

/** All of them, in the order in which they are shown. */
export const MESSAGE_ACTIONS: readonly MessageAction[] = [
  {
    id: 'reply',
    word: 'act.reply',
    icon: 'answer',
    isQuick: true,
    isOffered: ({ rights }) => rights.write,
    act({ message, talk }) {
      talk.composer.reply(message)
      setTimeout(focusComposer, 0)
    },
  },
  {
    id: 'thread',
    word: 'act.thread',
    icon: 'threads',
    isQuick: true,
    isOffered: ({ talk, rights }) => talk.threadId === undefined && rights.write,
    act: ({ message, talk }) => navigate(paths.panel(talk.conversation.roomId, 'thread', message.id)),
  },
  {
    id: 'edit',
    word: 'act.edit',
    icon: 'pen',
    isQuick: false,
    isOffered: ({ message }) => message.isMine && message.body.kind === 'text',
    act({ message, talk }) {
      talk.composer.edit(message)
      setTimeout(focusComposer, 0)
    },
  },
  { id: 'copy', word: 'act.copy', icon: 'copy', isQuick: false, isOffered: ({ message }) => message.body.kind === 'text', act: ({ message }) => quietly(navigator.clipboard.writeText(message.body.kind === 'text' ? message.body.text : '')) },
  {
    id: 'link',
    word: 'act.link',
    icon: 'link',
    isQuick: false,
    isOffered: () => true,
    act: ({ message, talk }) => quietly(navigator.clipboard.writeText(location.origin + paths.room(talk.conversation.roomId, message.id))),
  },
  { id: 'forward', word: 'act.forward', icon: 'forward', isQuick: false, isOffered: isSaid, act: ({ message, talk }) => talk.timeline.ask({ kind: 'forward', ids: [message.id] }) },
  {
    id: 'pin',
    word: 'act.pin',
    icon: 'pin',
    isQuick: false,
    isOffered: ({ rights, isPinned }) => rights.pin && !isPinned,
    act: ({ message, talk }) => quietly(talk.conversation.actions.setPinned(message.id, true)),
  },
  {
    id: 'unpin',
    word: 'act.unpin',
    icon: 'pin',
    isQuick: false,
    isOffered: ({ rights, isPinned }) => rights.pin && isPinned,
    act: ({ message, talk }) => quietly(talk.conversation.actions.setPinned(message.id, false)),
  },
  {
    id: 'save',
    word: 'later.save',
    icon: 'bookmark',
    isQuick: false,
    isOffered: ({ message, talk, later }) => !later.isOpen(talk.conversation.roomId, message.id),
    act: (scene) => scene.later.save(savedOf(scene)),
  },
  {
    id: 'unsave',
    word: 'later.unsave',
    icon: 'bookmark',
    isQuick: false,
    isOffered: ({ message, talk, later }) => later.isOpen(talk.conversation.roomId, message.id),
    act: (scene) => scene.later.toggle(savedOf(scene)),
  },
  { id: 'remind', word: 'later.remind', icon: 'clock', isQuick: false, isOffered: () => true, act: ({ message, talk }) => talk.timeline.ask({ kind: 'remind', id: message.id }) },
  { id: 'history', word: 'act.history', icon: 'clock', isQuick: false, isOffered: ({ message }) => message.isEdited, act: ({ message, talk }) => talk.timeline.ask({ kind: 'history', id: message.id }) },
  { id: 'readers', word: 'act.readers', icon: 'people', isQuick: false, isOffered: () => true, act: ({ message, talk }) => talk.timeline.ask({ kind: 'readers', id: message.id }) },
  { id: 'person', word: 'person.aboutSender', icon: 'details', isQuick: false, isOffered: ({ message }) => !message.isMine, act: ({ message, person }) => person.open(message.sender) },
  { id: 'choose', word: 'act.choose', icon: 'check', isQuick: false, isOffered: () => true, act: ({ message, talk }) => talk.timeline.choose(message.id) },
  {
    id: 'remove',
    word: 'act.remove',
    icon: 'remove',
    isQuick: false,
    isOffered: ({ message, rights }) => message.isMine || rights.deleteOthers,
    act: ({ message, talk }) => talk.timeline.ask({ kind: 'remove', ids: [message.id] }),
  },
  {
    id: 'report',
    word: 'report.message',
    icon: 'warn',
    isQuick: false,
    isOffered: ({ message }) => !message.isMine,
    act: ({ message, talk, report }) => report.open({ kind: 'message', roomId: talk.conversation.roomId, eventId: message.id, sender: message.sender.name }),
  },
]

/** The actions of a message; `onOpen` is told when one of their menus opens or closes. */
export function MessageActions({ message, onOpen }: { message: Message; onOpen: (isOpen: boolean) => void }): ReactNode {
  const { model, words } = useApp()
  const talk = useTalk()
  const { rights, pinned } = useLive(talk.conversation.signs)
  const scene = { message, talk, rights, isPinned: pinned.some(({ id }) => id === message.id), report: model.report, person: model.person, later: model.later }
  const offered = MESSAGE_ACTIONS.filter((action) => action.isOffered(scene))
  return (
    <div className="message-actions" role="toolbar" aria-label={words.say('act.title')}>
      {rights.react ? <EmojiButton label={words.say('act.react')} icon="face" onOpen={onOpen} onPick={(char) => quietly(talk.conversation.actions.react(message.id, char))} /> : null}
      {offered
        .filter(({ isQuick }) => isQuick)
        .map((action) => (
          <button key={action.id} type="button" className="tool" aria-label={words.say(action.word)} title={words.say(action.word)} onClick={() => action.act(scene)}>
            <Icon name={action.icon} />
          </button>
        ))}
      <MenuTrigger onOpenChange={onOpen}>
        <AriaButton className="tool" aria-label={words.say('act.more')}>
          <Icon name="more" />
        </AriaButton>
        <Popover placement="bottom end">
          <Menu className="menu" aria-label={words.say('act.more')}>
            {offered
              .filter(({ isQuick }) => !isQuick)
              .map((action) => (
                <MenuItem key={action.id} id={action.id} onAction={() => action.act(scene)}>
                  <Icon name={action.icon} />
                  {words.say(action.word)}
                </MenuItem>
              ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  )
}
