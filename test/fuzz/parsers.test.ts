import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseConfig } from '../../src/config/config.js'
import { ConfigError } from '../../src/config/environment.js'
import { createTexts } from '../../src/http/texts.js'
import { toVerdictView } from '../../src/web/outcome-view.js'
import { toResultView } from '../../src/results/to-result-view.js'
import { evaluateSession } from '../../src/outcome/outcome.js'
import { validateAgainstPreset } from '../../src/scenarios/validate-against-preset.js'
import { toStartView } from '../../src/web/start-view.js'
import { YotiProtocolError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET, PRESETS } from '../../src/yoti/presets.js'
import { parsePrivateKey, PrivateKeyError } from '../../src/yoti/private-key.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { parseSessionSpec, SessionSpecError } from '../../src/yoti/session-spec.js'
import { buildSampleResult } from '../results/sample-result.js'
import { buildScenario } from '../scenarios/sample-scenario.js'
import { createApplication } from '../support/application.js'
import { CANARY, HOUR_MS, mutated, NUM_RUNS, textArbitrary } from './random-input.js'

const texts = createTexts()
const ENVIRONMENT = {
  YOTI_CLIENT_SDK_ID: '11111111-2222-4333-8444-555555555555',
  YOTI_KEY: createApplication().privatePem,
  YOTI_IDV_API_URL: 'https://api.yoti.com/sandbox/idverify/v1',
  YOTI_APP_BASE_URL: 'https://verify.example.com',
  PORT: '3000',
  TRUST_PROXY: '1',
  DATABASE_URL: 'postgres://user:password@127.0.0.1/verify',
  APP_SECRET: 'a secret of the tests that is long enough',
  API_KEYS: 'shop:a-secret-of-the-shop-that-is-long-enough',
  RETURN_URL_ORIGINS: 'https://shop.example.com',
  CLIENT_SESSION_TOKEN_TTL: '900',
  RESOURCES_TTL: '604800',
  ERASE_AFTER: 'P30D',
  OUTCOME_WEBHOOK_URL: 'https://shop.example.com/webhooks',
  OUTCOME_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  HTTPS: 'off',
  LOG_LEVEL: 'info',
}

/** Runs it. What it throws must be an error of that class that quotes nothing of what it read. */
function readOrRefuse<T>(read: () => T, refusal: new (...args: never) => Error): T | undefined {
  try {
    return read()
  } catch (err) {
    expect(err).toBeInstanceOf(refusal)
    expect(String(err)).not.toContain(CANARY)
    return undefined
  }
}

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) => {
  fc.assert(fc.property(arbitrary, property), { numRuns: NUM_RUNS })
}

describe('random input', () => {
  it(
    'a session result is described and approved only with every check, or refused unquoted',
    () => {
      const requested = (DEFAULT_PRESET.requested_checks ?? []).map(({ type }) => type)
      check(mutated(buildSampleResult()), (value) => {
        const result = readOrRefuse(() => parseSessionResult(value), YotiProtocolError)
        if (result === undefined) return
        const decision = evaluateSession(result, DEFAULT_PRESET)
        const mediaUrl = (id: string) => id
        toResultView({ result, textData: new Map(), mediaUrl, texts })
        toVerdictView({ ...decision, outcomeCriteria: {} }, texts)
        if (decision.outcome !== 'APPROVED') return
        const approved = result.checks
          .filter(({ report }) => report?.recommendation?.value === 'APPROVE')
          .map(({ type }) => type)
        expect(approved).toEqual(expect.arrayContaining(requested))
      })
    },
    HOUR_MS,
  )

  it(
    'a session specification is refused, or read by everything that uses it',
    () => {
      const documents = [{ country: 'GBR', type: 'PASSPORT' }]
      const scenario = buildScenario({ capture: { documents } })
      const specs = [...Object.values(PRESETS), { sdk_config: { locale: 'en-GB' } }]
      check(fc.oneof(...specs.map(mutated)), (value) => {
        const parsed = readOrRefuse(() => parseSessionSpec(value), SessionSpecError)
        if (parsed === undefined) return
        expect(JSON.stringify(parsed.warnings)).not.toContain(CANARY)
        const retention = { clientSessionTokenTtl: 900, resourcesTtl: 604_800 }
        toStartView(parsed.spec, { ...retention, eraseAfterMs: undefined }, texts)
        validateAgainstPreset(scenario, parsed.spec)
        evaluateSession(buildSampleResult(), parsed.spec)
      })
    },
    HOUR_MS,
  )

  it(
    'an environment is read or refused with all its problems',
    () => {
      const changes = fc.dictionary(fc.constantFrom(...Object.keys(ENVIRONMENT)), textArbitrary)
      check(changes, (changed) => {
        readOrRefuse(() => parseConfig({ ...ENVIRONMENT, ...changed }), ConfigError)
      })
    },
    HOUR_MS,
  )

  it(
    'a private key is read or refused without a byte of it',
    () => {
      const { YOTI_KEY: pem } = ENVIRONMENT
      const place = fc.nat({ max: pem.length - 1 })
      check(fc.tuple(place, place, textArbitrary), ([from, length, put]) => {
        const changed = pem.slice(0, from) + put + pem.slice(from + (length % 40))
        try {
          parsePrivateKey(changed, 'YOTI_KEY')
        } catch (err) {
          expect(err).toBeInstanceOf(PrivateKeyError)
          expect(String(err)).not.toContain(pem.slice(100, 140))
        }
      })
    },
    HOUR_MS,
  )
})
