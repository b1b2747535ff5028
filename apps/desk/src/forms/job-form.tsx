// What somebody does in their organisation, where no directory of it says so.
import { setAccountJob } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import type { DeskAccount } from '../shapes.ts'
import { ActForm } from './act-form.tsx'

const PARTS = [['title', 120], ['service', 120], ['phone', 40], ['place', 120]] as const

/** The button, off where a directory says it, and the form. */
export function JobAct({ account, onDone }: { account: DeskAccount; onDone: () => void }): ReactNode {
  const { words } = useDesk()
  const [isOpen, setIsOpen] = useState(false)
  const close = (): void => {
    setIsOpen(false)
    onDone()
  }
  return (
    <>
      <Button onPress={() => setIsOpen(true)} offBecause={account.is_job_of_directory ? words.say('job.ofDirectory') : undefined}>
        {words.say('act.job')}
      </Button>
      {isOpen ? <JobForm account={account} onClose={close} /> : null}
    </>
  )
}

function JobForm({ account, onClose }: { account: DeskAccount; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [job, setJob] = useState(account.job)
  return (
    <ActForm
      title={words.say('act.jobTitle', { name: account.display_name ?? account.user_id })}
      explanation={words.say('act.jobWhy')}
      button={words.say('act.jobDo')}
      hasCase={false}
      fields={PARTS.map(([part, maxLength]) => (
        <TextField key={part} label={words.say(`job.${part}`)} name={part} value={job[part]} onChange={(text) => setJob({ ...job, [part]: text })} maxLength={maxLength} />
      ))}
      onClose={onClose}
      act={async (reason) => {
        await ask(setAccountJob, { params: { userId: account.user_id }, body: { ...reason, ...job } })
      }}
    />
  )
}
