// How the formulas that are being written will look.
import type { ReactNode } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import { formulasIn } from '../../viewmodels/composer/formulas.ts'
import { useApp, usePart } from '../app-context.tsx'
import { FormulaView } from '../body/formula.tsx'

/** The formulas; nothing where there are none. */
export function ComposerFormulas({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const text = usePart(composer.state, ({ typed }) => typed.text)
  const formulas = formulasIn(text)
  if (formulas.length === 0) return null
  return (
    <div className="composer-formulas">
      <span className="soft">{words.say('compose.formulas')}</span>
      {formulas.map(({ latex }, index) => (
        <FormulaView key={`${index} ${latex}`} latex={latex} isBlock={false}>
          <code>{latex}</code>
        </FormulaView>
      ))}
    </div>
  )
}
