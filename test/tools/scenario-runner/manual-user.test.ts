import { describe, expect, it } from '@jest/globals'
import { PassThrough } from 'node:stream'
import { createManualUser } from '../../../tools/scenario-runner/manual-user.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const LINK = 'http://localhost:3000/handover/token'

function ask(scenario: object) {
  const input = new PassThrough()
  const told: string[] = []
  const stopping = new AbortController()
  const person = createManualUser(input, (text) => told.push(text))
  const visit = { scenario: buildScenario(scenario), link: LINK, onProgress: () => undefined }
  const gone = person.runSession({ ...visit, signal: stopping.signal })
  return { input, gone, stopping, told }
}

describe('a person who is asked', () => {
  it('is told the link, what to do behind it and what must be on the page then', async () => {
    const { gone, told } = ask({
      capture: {
        documents: [
          { country: 'IRL', type: 'PASSPORT', captureMethod: 'UPLOAD' },
          { country: 'GBR', type: 'UTILITY_BILL', form: 'FILE' },
        ],
        referenceFace: true,
      },
    })
    await gone
    expect(told.join('').split('\n')).toEqual([
      '',
      'A passport',
      '',
      `  Open ${LINK}`,
      '',
      '  - Choose Passport (Ireland) from a file, then Utility bill (United Kingdom) as a PDF.',
      '  - Finish.',
      '  - Keep the page open, and come back here when it tells you what came out.',
      '',
      '',
    ])
  })

  const LEAVING = {
    capture: { end: { clientError: 4000 } },
    expect: { state: 'ONGOING', outcome: 'PENDING', page: ['camera'] },
  }

  it('presses Enter where the session’s state does not tell that she is gone', async () => {
    const { input, gone, told } = ask(LEAVING)
    expect(told.join('')).toContain('come back here and press Enter.')
    let isGone = false
    void gone.then(() => (isGone = true))
    await new Promise(setImmediate)
    expect(isGone).toBe(false)
    input.write('\n')
    await gone
  })

  it('is asked what her page says, and Enter says that it is as expected', async () => {
    const { input, gone, told } = ask({})
    const readPage = await gone
    const read = readPage()
    expect(told.join('')).toContain('Does your page say “confirmed”?')
    input.write('\n')
    expect(await read).toBe('confirmed')
    const readOther = readPage()
    input.write('Something went wrong\n')
    expect(await readOther).toBe('Something went wrong')
  })

  it('is not there where nothing can be typed', async () => {
    const seen = ask({})
    seen.input.end()
    expect(await (await seen.gone)()).toBeUndefined()
    const leaving = ask(LEAVING)
    leaving.input.end()
    await expect(leaving.gone).rejects.toThrow('Run it in a terminal')
  })

  it('is waited for no longer when everything is ended', async () => {
    const { gone, stopping } = ask(LEAVING)
    stopping.abort()
    await expect(gone).rejects.toThrow('aborted')
  })
})
