// `chappe`: what the operator does from a shell.
import { Command } from 'commander'

import { createAccount } from './account-create.ts'
import { checkConfig, showWholeConfig } from './config-commands.ts'
import { bootstrap, breakGlass, containAccount } from './contain.ts'
import type { ContainOptions, SignedInOptions } from './contain.ts'
import { rotateKeys } from './keys-rotate.ts'
import { CommandError } from './command-error.ts'
import type { SignCodeOptions } from './sign-code.ts'
import { signCode } from './sign-code.ts'
import type { VerifyCodeOptions } from './verify-code.ts'
import { verifyCode } from './verify-code.ts'
import type { VerifyOptions } from './verify-report.ts'
import { verifyReport } from './verify-report.ts'
import type { ServeOptions, WitnessOptions } from './witness.ts'
import { initWitness, serveWitness } from './witness.ts'

const program = new Command('chappe').description('Commands for the operator of a Chappe server')

const config = program.command('config').description('the configuration')
withSources(config.command('check').description('say what is wrong in it, with line and key')).action(run(checkConfig))
withSources(config.command('show').description('show what the server would use; secrets are hidden')).action(run(showWholeConfig))

const account = program.command('account').description('accounts')
withSources(account.command('create <name>').description('make an account with the shared secret; prints a link to register a passkey with, or in the matrix profile reads a password from the terminal or stdin'))
  .option('--admin', 'make it an administrator')
  .option('--url <url>', 'the server (default: where the configuration says it listens)')
  .action((name: string, options: AccountOptions) => run(() => createAccount(name, options))())

withReason(withSources(program.command('contain <user>').description('stop an account everywhere, in your role at the desk; signs you in through the browser')))
  .option('--url <url>', 'the server (default: the public URL of the configuration)')
  .option('--token-file <file>', 'a file whose first line is your access token, or CHAPPE_TOKEN: nobody is asked to sign in')
  .action((user: string, options: SignedInOptions) => run(() => containAccount(user, options))())

const admin = program.command('admin').description('what can be done on the machine of the server only, through its socket')
withSources(admin.command('bootstrap').description('make the first operator of an empty server, and print the link to enrol with'))
  .option('--name <name>', 'how the operator is named on screen')
  .action((options: { name?: string }) => run(() => bootstrap(options))())
withReason(withSources(admin.command('break-glass <user>').description('stop an account although nobody can sign in; every auditor is told, and reviews it')))
  .action((user: string, options: ContainOptions) => run(() => breakGlass(user, options))())

const keys = program.command('keys').description('signing keys')
withSources(keys.command('rotate').description('make a new signing key; the server takes it at its next start')).action(run(rotateKeys))

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

program
  .command('verify-report <file>')
  .description('look whether evidence of the record of reads shows what it says; needs no server')
  .requiredOption('--key <key>', 'the key of the ledger, as its operator gives it')
  .option('--witness <key>', 'the key of a witness; may be given several times', many)
  .option('--witnesses-min <number>', 'how many of them have to have signed (default: all)')
  .action((file: string, options: VerifyOptions) => run(() => verifyReport(file, options))())

program
  .command('verify-code <url>')
  .description('compare what a server gives to browsers with what was built from a checkout, or with a signed list; run it from elsewhere')
  .option('--checkout <folder>', 'a checkout of the revision that it should serve; built where that is needed')
  .option('--list <file>', 'a list of code in place of a checkout')
  .option('--key <key>', 'a key that has to have signed the list; may be given several times', many)
  .option('--keys-min <number>', 'how many of them have to have signed (default: all)')
  .option('--rounds <number>', 'how often every visitor comes (default: 1)')
  .option('--from <address>', 'an address of this machine to call from; may be given several times', many)
  .option('--cookie <cookie>', 'a cookie of somebody who is signed in, to come with and without; may be given several times', many)
  .option('--theme <file>', 'the stylesheet theme.css that the operator says is theirs')
  .option('--quiet', 'say nothing where all is well')
  .action((url: string, options: VerifyCodeOptions) => run(() => verifyCode(url, options))())

program
  .command('sign-code <file>')
  .description('sign a list of code with the key of a witness, and print it')
  .requiredOption('--dir <folder>', 'the folder of the witness')
  .action((file: string, options: SignCodeOptions) => run(() => signCode(file, options))())

const witness = program.command('witness').description('cosign the record of reads of another organisation’s server')
witness
  .command('init <name>')
  .description('make the key of a witness; prints the line for `ledger.witnesses`')
  .requiredOption('--dir <folder>', 'the folder of the witness')
  .action((name: string, options: WitnessOptions) => run(() => initWitness(name, options))())
witness
  .command('serve')
  .description('answer ledgers until it is stopped')
  .requiredOption('--dir <folder>', 'the folder of the witness')
  .requiredOption('--listen <host:port>', 'where it answers; put TLS in front of it')
  .requiredOption('--ledger <key>', 'the key of a ledger it signs for; may be given several times', many)
  .action((options: ServeOptions) => run(() => serveWitness(options))())

await program.parseAsync()

interface SourceOptions {
  readonly config?: string
}

interface AccountOptions extends SourceOptions {
  readonly admin?: boolean
  readonly url?: string
}

function withSources(command: Command): Command {
  return command.option('--config <file>', 'the YAML file of the configuration')
}

function withReason(command: Command): Command {
  return command.requiredOption('--reason <text>', 'why, for the record').option('--case <number>', 'the case it belongs to (default: a new one)')
}

/** Failures meant for the operator end in one line and exit code 1. */
function run(action: (options: SourceOptions) => void | Promise<void>): (options?: SourceOptions) => Promise<void> {
  return async (options = {}) => {
    try {
      await action(options)
    } catch (error) {
      if (!(error instanceof CommandError || (error instanceof Error && error.name === 'SigningKeyError'))) throw error
      console.error(error.message)
      process.exitCode = 1
    }
  }
}
