// Beginning something: a talk, a room, a forum, a space, or coming in by a link. One dialog at a time.
import './begin.css'
import { Ask } from '@chappe/ui'
import type { ComponentType, ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import { useApp, useLive } from '../app-context.tsx'
import type { Beginning } from './begin-shown.ts'
import { beginningShown } from './begin-shown.ts'
import type { BeginProps } from './begin-props.ts'
import { ForumForm } from './forum-form.tsx'
import { LinkForm } from './link-form.tsx'
import { RoomForm } from './room-form.tsx'
import { SpaceForm } from './space-form.tsx'
import { TalkForm } from './talk-form.tsx'

const FORMS: Readonly<Record<Beginning, ComponentType<BeginProps>>> = { talk: TalkForm, room: RoomForm, forum: ForumForm, space: SpaceForm, link: LinkForm }

/** The dialog; nothing until it is asked for. */
export function Begin(): ReactNode {
  const { words } = useApp()
  const shown = useLive(beginningShown)
  const close = (): void => beginningShown.setState(undefined, true)
  const Form = shown === undefined ? undefined : FORMS[shown]
  return (
    <Ask title={shown === undefined ? '' : words.say(`begin.${shown}`)} isOpen={shown !== undefined} onClose={close}>
      {Form === undefined ? null : (
        <Form
          onClose={close}
          onDone={(roomId) => {
            close()
            navigate(paths.room(roomId))
          }}
        />
      )}
    </Ask>
  )
}
