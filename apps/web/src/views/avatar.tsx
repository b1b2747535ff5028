// Somebody or a room as a small picture; the first letter on a color of its own until there is one.
import type { ReactNode } from 'react'
import { useApp } from './app-context.tsx'
import { useShown } from './media/use-shown.ts'

/** What a picture is given. It says nothing to screen readers: the name stands beside it. */
export interface AvatarProps {
  id: string
  name: string
  shape?: 'person' | 'room'
  /** `mxc:`. Until it is there, and where it is no picture, the letter stands. */
  url?: string | undefined
}

const HUES = 8

/** The picture. */
export function Avatar({ id, name, shape = 'person', url }: AvatarProps): ReactNode {
  const { model } = useApp()
  const { state } = useShown(url === undefined ? undefined : () => model.files.showAvatar(url), url ?? '')
  return (
    <span className={`avatar avatar-${shape} avatar-hue-${hueOf(id)}`} aria-hidden="true">
      {state.kind === 'ready' ? <img src={state.url} alt="" /> : Array.from(name.replace(/^[@#!]/, '').trim())[0]?.toUpperCase() ?? '?'}
    </span>
  )
}

function hueOf(id: string): number {
  let sum = 0
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return sum % HUES
}
