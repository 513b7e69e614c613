import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { sha256Json } from '../../src/api/sha256.js'
import { ProblemError, type FieldError } from '../../src/api/problem-error.js'
import { createSessionRequestParser } from '../../src/api/session-request-parser.js'
import { validateScenarioName } from '../../src/scenarios/validate-scenario-name.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'

const readOrder = createSessionRequestParser({
  presetNames: ['default', 'age'],
  returnUrlOrigins: ['https://shop.example.com', 'http://localhost:5000', 'http://[::1]:5000'],
  scenarios: { validateName: (name) => validateScenarioName(name, new Set(['tampered-passport'])) },
})

function read(body: unknown, idempotencyKey?: string) {
  return readOrder(body, idempotencyKey, 'caller-hash')
}

function findFieldErrors(body: unknown, idempotencyKey?: string): readonly FieldError[] {
  try {
    read(body, idempotencyKey)
  } catch (err) {
    if (err instanceof ProblemError && err.code === 'VALIDATION') return err.details.errors ?? []
    throw err
  }
  return []
}

function nest(depth: number): unknown {
  let nested: unknown = 'x'
  for (let i = 0; i < depth; i++) nested = { deeper: nested }
  return nested
}

describe('createOrderReader', () => {
  it('reads the least and the most', () => {
    expect(read({ userReference: 'user-1' })).toEqual({
      callerHash: 'caller-hash',
      userReference: 'user-1',
    })
    const returnUrl = 'https://shop.example.com/back?step=2'
    const order = read({ userReference: 'a.B_9:-', returnUrl, preset: 'age' }, 'key')
    expect(order).toMatchObject({ returnUrl, preset: 'age' })
    expect(order.idempotency?.keyHash).toHaveLength(43)
  })

  it('reads a scenario by name', () => {
    expect(read({ userReference: 'u', scenario: 'tampered-passport' })).toMatchObject({
      scenario: 'tampered-passport',
    })
  })

  it('reads a specification of the caller’s own as a preset', () => {
    const order = read({ userReference: 'user-1', spec: DEFAULT_PRESET })
    expect(order.preset).toMatchObject({ spec: DEFAULT_PRESET, usesPostMessage: false })
  })

  it.each([
    ['nothing', undefined, 'the root'],
    ['a list', [], 'the root'],
    ['no user reference', {}, 'userReference'],
    ['an empty one', { userReference: '' }, 'userReference'],
    ['a long one', { userReference: 'x'.repeat(129) }, 'userReference'],
    ['one with a blank', { userReference: 'Ada Secret' }, 'userReference'],
    ['an e-mail address', { userReference: 'ada@secret.example' }, 'userReference'],
    ['one with a line end', { userReference: 'ada\n' }, 'userReference'],
    ['a number', { userReference: 4711 }, 'userReference'],
    ['an unknown field', { userReference: 'u', nickname: 'AdaSecret' }, 'nickname'],
    ['an unknown scenario', { userReference: 'u', scenario: 'AdaSecret' }, 'scenario'],
    [
      'a scenario beside a preset',
      { userReference: 'u', scenario: 'tampered-passport', preset: 'age' },
      'scenario',
    ],
    [
      'a scenario beside a specification',
      { userReference: 'u', scenario: 'tampered-passport', spec: DEFAULT_PRESET },
      'scenario',
    ],
    ['an unknown preset', { userReference: 'u', preset: 'AdaSecret' }, 'preset'],
    ['both kinds', { userReference: 'u', preset: 'age', spec: DEFAULT_PRESET }, 'spec'],
    ['an empty specification', { userReference: 'u', spec: {} }, 'spec.requested_checks'],
    [
      'a mistake in it',
      { userReference: 'u', spec: { requested_checks: [{ type: 'AdaSecret' }] } },
      'spec.requested_checks[0].type',
    ],
    [
      'what the server adds',
      { userReference: 'u', spec: { ...DEFAULT_PRESET, user_tracking_id: 'AdaSecret' } },
      'spec.user_tracking_id',
    ],
    ['a deep one', { userReference: 'u', spec: nest(10_000) }, 'spec'],
  ])('refuses %s, without quoting it', (_what, body, path) => {
    const mistakes = findFieldErrors(body)
    expect(mistakes.map((mistake) => mistake.path)).toContain(path)
    expect(JSON.stringify(mistakes)).not.toMatch(/Ada.?Secret|4711/i)
  })

  it.each([
    ['http://localhost:5000/'],
    ['http://[::1]:5000/back'],
    ['HTTPS://SHOP.example.com/x'],
    ['https://shop.example.com:443/x#part'],
  ])('sends people back to %s', (returnUrl) => {
    expect(read({ userReference: 'u', returnUrl })).toMatchObject({ returnUrl })
  })

  it.each([
    ['https://evil.example/'],
    ['https://shop.example.com.evil.example/'],
    ['https://shop.example.com:444/'],
    ['https://shop.example.com@evil.example/'],
    ['https://ada@shop.example.com/'],
    ['https://ada:secret@shop.example.com/'],
    ['http://shop.example.com/'],
    ['https:shop.example.com/'],
    ['https:/\\shop.example.com/'],
    ['https://shop.example.com\\@evil.example/'],
    ['https://shop.exa\tmple.com/'],
    [' https://shop.example.com/'],
    ['https://shop.example.com/ö'],
    ['/back'],
    ['//shop.example.com/'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    [''],
    [`https://shop.example.com/${'x'.repeat(2000)}`],
  ])('never sends people to %j', (returnUrl) => {
    const paths = findFieldErrors({ userReference: 'u', returnUrl }).map(({ path }) => path)
    expect(new Set(paths)).toEqual(new Set(['returnUrl']))
  })

  it.each([[''], ['x'.repeat(256)], ['caf\u00e9'], ['a\tb']])('refuses the key %j', (key) => {
    const [mistake] = findFieldErrors({ userReference: 'u' }, key)
    expect(mistake?.path).toBe('header.Idempotency-Key')
  })

  it('knows the same body in another order, and no other', () => {
    const hash = (body: object) => read(body, 'key').idempotency?.bodyHash
    const body = { userReference: 'u', preset: 'age' }
    expect(hash({ preset: 'age', userReference: 'u' })).toBe(hash(body))
    expect(hash({ ...body, preset: 'default' })).not.toBe(hash(body))
    expect(hash({ userReference: 'u' })).not.toBe(hash(body))
  })
})

describe('hashJson', () => {
  it('is the same for the same content in any order', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled)
      if (typeof value !== 'object' || value === null) return value
      const fields = Object.entries(value).reverse()
      return Object.fromEntries(fields.map(([name, field]) => [name, shuffled(field)]))
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sha256Json(shuffled(value))).toBe(sha256Json(value))
      }),
    )
  })

  it('tells the order of a list, and where a field is', () => {
    expect(sha256Json([1, 2])).not.toBe(sha256Json([2, 1]))
    expect(sha256Json({ a: { b: 1 } })).not.toBe(sha256Json({ a: 1, b: {} }))
  })
})
