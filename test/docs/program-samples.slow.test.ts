import { spawnSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { systemClock } from '../../emulator/src/clock.js'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import { createWebhookSender } from '../../src/webhooks/webhook-sender.js'
import { findChromium } from '../browser/chromium.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { getSample } from './read-samples.js'
import { createProjectCopy } from './project-copy.js'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

describe('receiver.mjs of docs/api.md', () => {
  it('verifies a signed event, ignores its repetition and rejects another signature with 400', async () => {
    await using workspace = createProjectCopy()
    workspace.write('receiver.mjs', getSample('docs/api.md', 'js receiver.mjs'))
    const receiver = workspace.run(process.execPath, ['receiver.mjs'], {
      OUTCOME_WEBHOOK_SECRET: SECRET,
      PORT: '0',
    })
    const url = await waitFor(
      'the receiver to listen',
      () => /http:\S+/.exec(receiver.output())?.[0],
    )
    const payload = getSample('docs/api.md', 'json OutcomeEvent')
    const send = (secret: string, id: string) =>
      createWebhookSender({ url, secrets: [secret] }).send({ id, payload, now: Date.now() })

    await send(SECRET, 'first')
    await send(SECRET, 'first')
    await expect(send(OTHER_SECRET, 'forged')).rejects.toThrow('responded with 400')
    await send(SECRET, 'last')

    const line =
      'session.completed: 6f1f6c9a-3f0e-4b86-9d5b-0f7a1f3f2d11 of user-4711 is APPROVED on live'
    const received = () => receiver.output().split('\n').slice(1, -1)
    await waitFor('the last event', () => received().length >= 2)
    expect(received()).toEqual([line, line])
  })

  it('exits and names OUTCOME_WEBHOOK_SECRET when it is not set', async () => {
    await using workspace = createProjectCopy()
    workspace.write('receiver.mjs', getSample('docs/api.md', 'js receiver.mjs'))
    const receiver = workspace.run(process.execPath, ['receiver.mjs'])
    expect(await receiver.exited).toBe(1)
    expect(receiver.output()).toContain('Set OUTCOME_WEBHOOK_SECRET.')
  })
})

describe('emulator-demo.mjs of docs/emulator.md', () => {
  it('prints what its comments say', async () => {
    await using workspace = createProjectCopy()
    const code = getSample('docs/emulator.md', 'js emulator-demo.mjs')
    workspace.write('emulator-demo.mjs', code)
    const demo = workspace.run(process.execPath, ['emulator-demo.mjs'])
    expect({ code: await demo.exited, output: demo.output() }).toEqual({
      code: 0,
      output: '503 200 ONGOING\nEXPIRED\n3\n0\n',
    })
    const comments = [...code.matchAll(/console\.log\(.*\) \/\/ ([^:\n]+)/g)]
    expect(comments.map(([, comment]) => comment)).toEqual(demo.output().trim().split('\n'))
  })
})

describe('browser-test.mjs of emulator/README.md', () => {
  it('drives the client in the frame of the relying party to an approval', async () => {
    await using stack = await startStack({ clock: 'real' })
    await using workspace = createProjectCopy()
    workspace.write('browser-test.mjs', getSample('emulator/README.md', 'js browser-test.mjs'))
    const run = workspace.run(process.execPath, ['browser-test.mjs'], {
      APP_URL: stack.baseUrl,
      CHROMIUM_PATH: findChromium(),
    })
    expect({ code: await run.exited, output: run.output() }).toEqual({
      code: 0,
      output: 'APPROVED\n',
    })
  })
})

describe('the walk-throughs of docs/emulator.md', () => {
  async function runWalkthrough(file: string, language: string, ...command: [string, ...string[]]) {
    const [program, ...args] = command
    const { error } = spawnSync(program, ['--version'])
    if (error !== undefined) {
      throw new Error(`${program} is not installed, so ${file} cannot be tested. Install it.`)
    }
    await using workspace = createProjectCopy()
    await using fixture = await startEmulatorFixture({ clock: systemClock, speed: 20 })
    workspace.write(file, getSample('docs/emulator.md', `${language} ${file}`))
    workspace.write('key.pem', fixture.application.privateKey)
    const run = workspace.run(program, [...args, file], {
      EMULATOR_URL: fixture.emulator.url,
      YOTI_CLIENT_SDK_ID: fixture.application.sdkId,
      YOTI_KEY_FILE_PATH: 'key.pem',
    })
    return { code: await run.exited, output: run.output() }
  }

  it.each([
    ['with its packages', []],
    ['without site packages, so with openssl', ['-I', '-S']],
  ])('work in Python %s', async (_name, args) => {
    expect(await runWalkthrough('walkthrough.py', 'python', 'python3', ...args)).toEqual({
      code: 0,
      output: [
        'COMPLETED',
        'LIVENESS APPROVE',
        'ID_DOCUMENT_AUTHENTICITY REJECT',
        'PASSPORT',
        '',
      ].join('\n'),
    })
  })

  it('work with curl and OpenSSL', async () => {
    const { code, output } = await runWalkthrough('walkthrough.sh', 'bash', 'bash')
    expect(code).toBe(0)
    expect(output).toMatch(/"state":"COMPLETED","userFinished":true[\s\S]*"value":"REJECT"/)
  })
})
