// Whatever breaks within a page does not leave whoever is on duty before an empty one.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Component } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Problem } from '../problem.tsx'

/** Shows its children, or what went wrong in them. React asks for a class here. */
export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? new Error('unknown') }
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />
  }
}

function Broken({ error }: { error: unknown }): ReactNode {
  const { words } = useDesk()
  return (
    <div className="alone">
      <main className="card stack">
        <h1>{words.say('desk.name')}</h1>
        <Problem of={error}>
          <div className="row">
            <Button onPress={() => location.reload()}>{words.say('desk.anew')}</Button>
          </div>
        </Problem>
      </main>
    </div>
  )
}
