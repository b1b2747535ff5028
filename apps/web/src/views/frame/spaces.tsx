// The spaces one is in, as a tree: a press leaves the rooms of one alone in the list, a second one all rooms again.
import type { ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { SpaceNode } from '../../viewmodels/rooms/space-tree.ts'
import { useApp, useLive, usePart } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'

/** The spaces; nothing where one is in none. */
export function Spaces(): ReactNode {
  const { model, words } = useApp()
  const nodes = useLive(model.spaceTree.state)
  const shownId = usePart(model.roomList.state, ({ spaceId }) => spaceId)
  if (nodes.length === 0) return null
  return (
    <>
      <hr className="rail-line" />
      <ul className="rail-spaces" aria-label={words.say('app.spaces')}>
        {nodes.map((node) => (
          <Node key={node.roomId} node={node} shownId={shownId} />
        ))}
      </ul>
    </>
  )
}

function Node({ node, shownId }: { node: SpaceNode; shownId: string | undefined }): ReactNode {
  const { model, words } = useApp()
  const { roomId, name, isOpen, isUnread, children } = node
  const show = (): void => {
    model.roomList.setSpace(roomId === shownId ? undefined : roomId)
    navigate(paths.home())
  }
  return (
    <li className="rail-space">
      <button type="button" className="rail-place" aria-pressed={roomId === shownId} title={name} onClick={show}>
        <Avatar id={roomId} name={name} shape="room" />
        <span className="rail-word">{name}</span>
        {isUnread ? (
          <span className="count-dot">
            <span className="hidden-visually">{words.say('app.spaceUnread')}</span>
          </span>
        ) : null}
      </button>
      {children.length === 0 ? null : (
        <button type="button" className="rail-turn" aria-expanded={isOpen} aria-label={words.say('app.spacesIn', { name })} title={words.say('app.spacesIn', { name })} onClick={() => model.spaceTree.setOpen(roomId, !isOpen)}>
          <Icon name="fold" />
        </button>
      )}
      {isOpen && children.length > 0 ? (
        <ul className="rail-within" aria-label={words.say('app.spacesIn', { name })}>
          {children.map((child) => (
            <Node key={child.roomId} node={child} shownId={shownId} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}
