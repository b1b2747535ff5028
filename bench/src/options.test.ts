import { describe, expect, it } from 'vitest'
import { parseOptions } from './options.ts'

describe('command line', () => {
  it('measures Chappe itself, five runs of ten seconds at full scale, unless told otherwise', () => {
    const options = parseOptions(['send'])
    expect(options).toMatchObject({ command: 'send', runs: 5, durationMs: 10_000, scale: 1, search: false })
    expect(options.targets).toMatchObject([{ kind: 'chappe', url: undefined }])
  })

  it('puts two servers side by side', () => {
    const byUrl = parseOptions(['send', '--url', 'http://127.0.0.1:1', '--pid', '7', '--url2', 'http://127.0.0.1:2', '--db-pid2', '9'])
    expect(byUrl.targets).toMatchObject([{ kind: 'url', serverPid: 7 }, { kind: 'url', databasePid: 9 }])
    const byName = parseOptions(['send', '--server2', 'synapse', '--synapse-venv', 'v', '--', '--workers=2'])
    expect(byName.targets.map((target) => target.kind)).toEqual(['chappe', 'synapse'])
    expect(byName.serverArgs).toEqual(['--workers=2'])
    const byRevision = parseOptions(['send', '--checkout2', '../before'])
    expect(byRevision.targets).toMatchObject([{ kind: 'chappe', checkout: undefined }, { kind: 'chappe', checkout: '../before' }])
  })

  it('refuses what is unknown or out of bounds', () => {
    expect(() => parseOptions(['send', '--turbo'])).toThrow('--turbo')
    expect(() => parseOptions(['send', '--server', 'dendrite'])).toThrow('unknown server dendrite')
    for (const wrong of ['0', '-1', 'x', '601']) {
      expect(() => parseOptions(['send', `--duration=${wrong}`])).toThrow('--duration must be above 0 and at most 600')
    }
  })
})
