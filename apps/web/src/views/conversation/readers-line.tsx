// Above where one writes: who reads it. A press shows who they are.
import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import type { Readers } from '../../viewmodels/talk/readers.ts'
import { useApp } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

const NAMED = 2

/** The line: how many, of where, whether some are from outside, whether it is encrypted, how long it is kept. */
export function ReadersLine({ roomId, readers }: { roomId: string; readers: Readers }): ReactNode {
  const { model, words } = useApp()
  const { count, organisations, externals, elsewhere, isEncrypted, isOpen, audienceOf, keptDays } = readers
  // Where those whom it is for are those who are in it, they are named once.
  const isSaid = audienceOf !== undefined && organisations.every((name) => audienceOf.slice(0, NAMED).includes(name))
  const parts = [
    // Who is in it says little of who reads a room that all may come into.
    ...(isOpen
      ? [
          { text: wordAnyone(readers, model.userId, words), isWarning: true },
          { text: words.say('readers.inside', { count }), isWarning: false },
        ]
      : [{ text: words.say('readers.count', { count }), isWarning: false }]),
    { text: isSaid ? '' : wordOrganisations(organisations, words), isWarning: false },
    { text: externals > 0 ? words.say('readers.externals', { count: externals }) : '', isWarning: true },
    { text: elsewhere > 0 ? words.say('readers.elsewhere', { count: elsewhere }) : '', isWarning: true },
    { text: words.say(isEncrypted ? 'readers.encrypted' : 'readers.notEncrypted'), isWarning: !isEncrypted },
    { text: keptDays === undefined ? '' : words.say('readers.kept', { count: keptDays }), isWarning: false },
  ]
  return (
    <a className="readers" href={paths.panel(roomId, 'details')}>
      <Icon name={isEncrypted ? 'lock' : 'unlocked'} />
      <span>
        {parts
          .filter(({ text }) => text !== '')
          .map(({ text, isWarning }, at) => (
            <span key={text}>
              {at > 0 ? ' · ' : ''}
              <span className={isWarning ? 'readers-warn' : ''}>{text}</span>
            </span>
          ))}
      </span>
    </a>
  )
}

/** Some organisations by name, and how many others there are. */
export function wordOrganisations(names: readonly string[], words: ReturnType<typeof useApp>['words']): string {
  const named = names.slice(0, NAMED).join(', ')
  const others = names.length - NAMED
  return others > 0 ? words.say('readers.organisationsMore', { named, count: others }) : named
}

/** Everybody of the installation, or of the organisations the room is for, and how many that are where it is known. */
function wordAnyone({ audience, audienceOf }: Readers, userId: string, words: ReturnType<typeof useApp>['words']): string {
  if (audienceOf !== undefined && audienceOf.length > 0) {
    const organisations = wordOrganisations(audienceOf, words)
    return audience === undefined ? words.say('readers.anyoneOf', { organisations }) : words.say('readers.anyoneOfCount', { organisations, count: audience })
  }
  const server = userId.slice(userId.indexOf(':') + 1)
  return audience === undefined || audience === 0 ? words.say('readers.anyone', { server }) : words.say('readers.anyoneCount', { server, count: audience })
}
