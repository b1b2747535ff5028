// A button by which something is taken along as a file that is asked for first.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { WhatWentWrong } from './problem.tsx'

/** The button; what went wrong stands beside it. */
export function TakeButton({ label, take }: { label: string; take: () => Promise<void> }): ReactNode {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const press = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await take()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {problem === undefined ? null : (
        <span role="alert">
          <WhatWentWrong of={problem} />
        </span>
      )}
      <Button onPress={() => void press()} isBusy={isBusy}>
        {label}
      </Button>
    </>
  )
}
