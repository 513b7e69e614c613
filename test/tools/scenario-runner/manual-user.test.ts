import { describe, expect, it } from '@jest/globals'
import { PassThrough } from 'node:stream'
import { createManualUser } from '../../../tools/scenario-runner/manual-user.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const LINK = 'http://localhost:3000/handover/token'

function ask(scenario: object) {
  const input = new PassThrough()
  const output: string[] = []
  const stopping = new AbortController()
  const runSession = createManualUser(input, (text) => output.push(text))
  const session = { scenario: buildScenario(scenario), handoverUrl: LINK }
  const { signal } = stopping
  const gone = runSession({ ...session, signal, onProgress: () => undefined })
  return { input, gone, stopping, output }
}

describe('createManualUser', () => {
  it('prints the link and the steps', async () => {
    const { gone, output } = ask({
      capture: {
        documents: [
          { country: 'IRL', type: 'PASSPORT', captureMethod: 'UPLOAD' },
          { country: 'GBR', type: 'UTILITY_BILL', form: 'FILE' },
        ],
        referenceFace: true,
      },
    })
    await gone
    expect(output.join('').split('\n')).toEqual([
      '',
      'A passport',
      '',
      `  Open ${LINK}`,
      '',
      '  - Choose Passport (Ireland) from a file, then Utility bill (United Kingdom) as a PDF.',
      '  - Finish.',
      '  - Keep the page open, and return here when it shows the result.',
      '',
      '',
    ])
  })

  const LEAVING = {
    capture: { end: { clientError: 4000 } },
    expect: { state: 'ONGOING', outcome: 'PENDING', page: ['camera'] },
  }

  it('waits for Enter when the session stays ONGOING, and asks for the text of the page', async () => {
    const { input, gone, output } = ask(LEAVING)
    expect(output.join('')).toContain('return here and press Enter.')
    input.write('\n')
    const { readPageText } = await gone
    const read = readPageText()
    expect(output.join('')).toContain('Does the page say “camera”?')
    input.write('\n')
    expect(await read).toBe('camera')
    const readOther = readPageText()
    input.write('Something went wrong\n')
    expect(await readOther).toBe('Something went wrong')
  })

  it('stops waiting when the input has ended or the run is aborted', async () => {
    const seen = ask({})
    seen.input.end()
    expect(await (await seen.gone).readPageText()).toBeUndefined()
    const leaving = ask(LEAVING)
    leaving.input.end()
    await expect(leaving.gone).rejects.toThrow('Run it in a terminal')
    const { gone, stopping } = ask(LEAVING)
    stopping.abort()
    await expect(gone).rejects.toThrow('aborted')
  })
})
