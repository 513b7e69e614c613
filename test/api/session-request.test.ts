import { describe, expect, it } from '@jest/globals'
import { parseSessionRequest } from '../../src/api/session-request.js'
import { PublicError, type FieldError } from '../../src/errors.js'
import { parsePreset } from '../../src/sessions/preset.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'

const RULES = {
  presets: new Map(['default', 'age'].map((name) => [name, parsePreset(DEFAULT_PRESET, name)])),
  caller: {
    returnUrlOrigins: ['https://shop.example.com', 'http://localhost:5000', 'http://[::1]:5000'],
  },
  scenarios: undefined,
}

const parse = (body: unknown, idempotencyKey?: string) =>
  parseSessionRequest(body, idempotencyKey, RULES)

function findFieldErrors(body: unknown, idempotencyKey?: string): readonly FieldError[] {
  try {
    parse(body, idempotencyKey)
  } catch (err) {
    if (err instanceof PublicError && err.code === 'VALIDATION') return err.details.errors ?? []
    throw err
  }
  return []
}

function nest(depth: number): unknown {
  let nested: unknown = 'x'
  for (let i = 0; i < depth; i++) nested = { deeper: nested }
  return nested
}

describe('parseSessionRequest', () => {
  it('parses a request with all fields and one with only userReference', () => {
    expect(parse({ userReference: 'user-1' })).toEqual({ userReference: 'user-1' })
    const returnUrl = 'https://shop.example.com/back?step=2'
    const input = parse({ userReference: 'a.B_9:-', returnUrl, preset: 'age' }, 'key')
    expect(input).toMatchObject({ returnUrl, preset: { name: 'age' } })
    expect(input.idempotency?.keyHash).toHaveLength(43)
  })

  it('accepts a spec as a preset', () => {
    const { preset } = parse({ userReference: 'user-1', spec: DEFAULT_PRESET })
    expect(preset).toMatchObject({ spec: DEFAULT_PRESET, usesPostMessage: false })
  })

  it.each([
    ['nothing', undefined, 'the root'],
    ['a list', [], 'the root'],
    ['no user reference', {}, 'userReference'],
    ['an empty user reference', { userReference: '' }, 'userReference'],
    ['a long user reference', { userReference: 'x'.repeat(129) }, 'userReference'],
    ['a user reference with a space', { userReference: 'Ada Secret' }, 'userReference'],
    ['an e-mail address', { userReference: 'ada@secret.example' }, 'userReference'],
    ['a user reference with a newline', { userReference: 'ada\n' }, 'userReference'],
    ['a number', { userReference: 4711 }, 'userReference'],
    ['an unknown field', { userReference: 'u', nickname: 'AdaSecret' }, 'nickname'],
    ['an unknown scenario', { userReference: 'u', scenario: 'AdaSecret' }, 'scenario'],
    ['an unknown preset', { userReference: 'u', preset: 'AdaSecret' }, 'preset'],
    [
      'an invalid spec',
      { userReference: 'u', spec: { requested_checks: { type: 'AdaSecret' } } },
      'spec.requested_checks',
    ],
    ['a deeply nested spec', { userReference: 'u', spec: nest(10_000) }, 'spec'],
  ])('rejects %s without quoting it', (_what, body, path) => {
    const errors = findFieldErrors(body)
    expect(errors.map((error) => error.path)).toContain(path)
    expect(JSON.stringify(errors)).not.toMatch(/Ada.?Secret|4711/i)
  })

  it('names the setting of each field that the server sets', () => {
    const spec = { ...DEFAULT_PRESET, resources_ttl: 100_000, user_tracking_id: 'x' }
    expect(findFieldErrors({ userReference: 'u', spec })).toEqual([
      { path: 'spec.resources_ttl', message: 'remove it, because it is set by RESOURCES_TTL' },
      { path: 'spec.user_tracking_id', message: 'remove it, because it is set by userReference' },
    ])
  })

  it.each([
    ['http://localhost:5000/'],
    ['http://[::1]:5000/back'],
    ['HTTPS://SHOP.example.com/x'],
    ['https://shop.example.com:443/x#part'],
  ])('accepts the return URL %s', (returnUrl) => {
    expect(parse({ userReference: 'u', returnUrl })).toMatchObject({ returnUrl })
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
    ['https://shop.example.com/?sessionId='],
    ['https://shop.example.com/?a=b&session%49d=1#x'],
    ['/back'],
    ['//shop.example.com/'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    [''],
    [`https://shop.example.com/${'x'.repeat(2000)}`],
  ])('rejects the return URL %j', (returnUrl) => {
    const paths = findFieldErrors({ userReference: 'u', returnUrl }).map(({ path }) => path)
    expect(new Set(paths)).toEqual(new Set(['returnUrl']))
  })

  it.each([[''], ['x'.repeat(256)], ['caf\u00e9'], ['a\tb']])(
    'rejects the idempotency key %j',
    (key) => {
      const [error] = findFieldErrors({ userReference: 'u' }, key)
      expect(error?.path).toBe('header.Idempotency-Key')
    },
  )

  it('hashes the body whatever the order of its fields, but not of its lists', () => {
    const hash = (spec: object) => parse({ userReference: 'u', spec }, 'key').idempotency?.bodyHash
    expect(hash(reverseFields(DEFAULT_PRESET) as object)).toBe(hash(DEFAULT_PRESET))
    const requested_checks = DEFAULT_PRESET.requested_checks?.toReversed()
    expect(hash({ ...DEFAULT_PRESET, requested_checks })).not.toBe(hash(DEFAULT_PRESET))
  })
})

function reverseFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseFields)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).reverse()
  return Object.fromEntries(fields.map(([name, field]) => [name, reverseFields(field)]))
}
