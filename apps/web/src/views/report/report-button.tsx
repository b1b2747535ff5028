// A quiet button that begins a report.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { ReportTarget } from '../../viewmodels/report.ts'
import { useApp } from '../app-context.tsx'

/** The button, worded after what it reports. */
export function ReportButton({ target }: { target: Exclude<ReportTarget, { kind: 'tricked' }> }): ReactNode {
  const { model, words } = useApp()
  return (
    <Button kind="plain" onPress={() => model.report.open(target)}>
      {words.say(`report.${target.kind}`, target.kind === 'person' ? { name: target.name } : {})}
      {target.kind === 'sign_in' ? <span className="hidden-visually"> {target.name}</span> : null}
    </Button>
  )
}
