// Everybody who watches over the desk.
import type { Letter } from '@chappe/policy'
import type { DeskPorts } from './ports.ts'

/** Tells everybody with the role of an auditor, in the name of the server. Who cannot be told keeps nobody else from it. */
export async function tellAuditors(ports: DeskPorts, letter: Letter): Promise<void> {
  for (const { userId } of await ports.accounts.listWithRole('auditor')) {
    try {
      await ports.notify(userId, letter)
    } catch (error) {
      ports.ground.logger.error({ err: error, userId }, 'an auditor could not be told that one person acted alone')
    }
  }
}
