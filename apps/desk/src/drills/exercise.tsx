// What belongs to a drill says so wherever it stands.
import { Badge, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'

/** The mark. */
export function ExerciseBadge(): ReactNode {
  const { words } = useDesk()
  return <Badge tone="warn">{words.say('exercise.mark')}</Badge>
}

/** What a page says that is about a drill, with the way to it where it is known. */
export function ExerciseNotice({ about, drillId }: { about: 'case' | 'report' | 'account'; drillId?: number }): ReactNode {
  const { words } = useDesk()
  return (
    <Notice tone="warn">
      <p className="row">
        <ExerciseBadge />
        <span className="grow">{words.say(`exercise.${about}`)}</span>
        <a href={drillId === undefined ? paths.drills() : paths.drill(drillId)}>{words.say('exercise.link')}</a>
      </p>
    </Notice>
  )
}
