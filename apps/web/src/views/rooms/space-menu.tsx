// On a phone there is no place for the spaces in the rail: a menu of the list leads to them.
import type { ReactNode } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { SpaceNode } from '../../viewmodels/rooms/space-tree.ts'
import { useApp, useLive, usePart } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

/** The menu; nothing where one is in no space. */
export function SpaceMenu(): ReactNode {
  const { model, words } = useApp()
  const nodes = useLive(model.spaceTree.state)
  const shownId = usePart(model.roomList.state, ({ spaceId }) => spaceId)
  if (nodes.length === 0) return null
  return (
    <MenuTrigger>
      <AriaButton className="tool only-phone" aria-label={words.say('app.spaces')}>
        <Icon name="space" />
      </AriaButton>
      <Popover placement="bottom end">
        <Menu className="menu" aria-label={words.say('app.spaces')}>
          <MenuItem onAction={() => model.roomList.setSpace(undefined)} textValue={words.say('rooms.title')}>
            {words.say('rooms.title')}
            {shownId === undefined ? <Icon name="check" /> : null}
          </MenuItem>
          {flat(nodes, 0).map(({ node, depth }, index) => (
            <MenuItem key={index} onAction={() => model.roomList.setSpace(node.roomId)} textValue={node.name} style={{ paddingInlineStart: `${depth + 1}rem` }}>
              {node.name}
              {node.isUnread ? <span className="count-dot" title={words.say('app.spaceUnread')} /> : null}
              {node.roomId === shownId ? <Icon name="check" /> : null}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** All of them, as deep as they stand. */
function flat(nodes: readonly SpaceNode[], depth: number): { node: SpaceNode; depth: number }[] {
  return nodes.flatMap((node) => [{ node, depth }, ...flat(node.children, depth + 1)])
}
