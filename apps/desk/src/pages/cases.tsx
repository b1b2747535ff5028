// Every case.
import { listDeskCases, openDeskCase } from '@chappe/contract'
import { Ask, Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Answer, Page } from '../page.tsx'
import { Problem } from '../problem.tsx'
import { paths } from '../paths.ts'
import { CasesTable } from '../tables/cases-table.tsx'
import { useAnswer } from '../use-answer.ts'

/** The page. */
export function CasesPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const [isOpening, setOpening] = useState(false)
  const asked = useAnswer('cases', () => ask(listDeskCases, { params: {}, query: { limit: '100' } }))
  return (
    <Page
      title={words.say('place.cases')}
      acts={
        may(openDeskCase) ? (
          <Button kind="main" onPress={() => setOpening(true)}>
            {words.say('cases.open')}
          </Button>
        ) : undefined
      }
    >
      <Answer asked={asked}>{({ cases }) => <CasesTable rows={cases} empty={words.say('cases.none')} />}</Answer>
      <Ask title={words.say('cases.open')} isOpen={isOpening} onClose={() => setOpening(false)}>
        <OpenForm onClose={() => setOpening(false)} />
      </Ask>
    </Page>
  )
}

function OpenForm({ onClose }: { onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [, go] = useLocation()
  const [title, setTitle] = useState('')
  const [problem, setProblem] = useState<unknown>(undefined)
  const submit = async (): Promise<void> => {
    try {
      go(paths.case((await ask(openDeskCase, { params: {}, body: { title: title.trim() } })).case_id))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField label={words.say('case.title')} help={words.say('case.titleHelp')} name="title" value={title} onChange={setTitle} isRequired maxLength={200} />
      {problem === undefined ? null : <Problem of={problem} />}
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('act.cancel')}</Button>
        <Button kind="main" type="submit">
          {words.say('cases.open')}
        </Button>
      </div>
    </form>
  )
}
