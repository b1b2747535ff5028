// What the messenger weighs: `node tools/bin/run.mjs e2e/src/weigh-messenger.ts`.
import { prepareWebApps } from '@chappe/server'
import { countFiles, weighMessenger } from './timing/weight.ts'

await prepareWebApps({ url: '', say: (line) => console.log(line), warn: (error) => console.error(error) })
const { files, shellGzip, seenGzip, beforeFirstMessageBrotli } = weighMessenger()
for (const { name, raw, gzip, brotli } of files) console.log(`${name.padEnd(48)} ${kilo(raw)} ${kilo(gzip)} ${kilo(brotli)}`)
console.log(`shell ${kilo(shellGzip)} gzip; until what was seen last ${kilo(seenGzip)} gzip; before the first message ${kilo(beforeFirstMessageBrotli)} brotli; ${countFiles()} files in all`)

function kilo(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(8)} KB`
}
