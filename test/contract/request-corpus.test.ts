import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import yoti from 'yoti'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'
import {
  CALLED,
  listMethods,
  OFFICIAL_BUILDERS,
  officialSpec,
  RULES,
  toJson,
} from './official-builders.js'
import { applyForm, OTHER_FORMS } from './other-sdk-forms.js'

/** The same cases in every run, so that a failure is one of the code. */
const RUNS = { seed: 4_132, numRuns: 250 }

let fixture: Awaited<ReturnType<typeof startEmulatorFixture>>
beforeAll(async () => {
  fixture = await startEmulatorFixture()
})
afterAll(() => fixture.emulator.close())

describe('the requests that the official builders can make', () => {
  it('come from every builder and method of the SDK', () => {
    const known = Object.entries(RULES).map(([name, { methods }]) => [
      name,
      Object.keys(methods).sort(),
    ])
    const official = [...OFFICIAL_BUILDERS].map(([name, builder]) => [
      name,
      listMethods(builder).sort(),
    ])
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(official))
    expect(official.length).toBeGreaterThan(25)
  })

  it('are accepted by emulator and server', async () => {
    const { emulator, application } = fixture
    const { sdkId, privateKey } = application
    const client = new yoti.IDVClient(sdkId, privateKey, { apiUrl: emulator.apiUrl })
    await fc.assert(
      fc.asyncProperty(officialSpec, async (spec) => {
        const session = await client.createSession(spec)
        expect(emulator.session(session.getSessionId())?.state).toBe('ONGOING')
        parseSessionSpec(toJson(spec))
      }),
      RUNS,
    )
    const methods = [...OFFICIAL_BUILDERS].flatMap(([name, builder]) =>
      listMethods(builder).map((method) => `${name}.${method}`),
    )
    expect(methods.filter((method) => !CALLED.has(method))).toEqual([])
  })

  it('are accepted in the forms of other SDKs and of documents', async () => {
    const names = Object.keys(OTHER_FORMS)
    const effective = new Set<string>()
    await fc.assert(
      fc.asyncProperty(officialSpec, fc.subarray(names), async (official, forms) => {
        let spec: object = toJson(official)
        for (const name of forms) {
          const changed = applyForm(spec, name)
          if (!isDeepStrictEqual(changed, spec)) effective.add(name)
          spec = changed
        }
        const { status, json } = await fixture.signed('POST', '/sessions', spec)
        expect([status, json.errors]).toEqual([201, undefined])
        parseSessionSpec(spec)
      }),
      RUNS,
    )
    expect(names.filter((name) => !effective.has(name))).toEqual([])
  })
})
