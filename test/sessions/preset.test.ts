import { describe, expect, it } from '@jest/globals'
import { buildSessionSpec } from '../../src/sessions/build-spec.js'
import { parsePreset, type Preset } from '../../src/sessions/preset.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'

const SERVER = {
  baseUrl: 'https://rp.example',
  clientSessionTokenTtl: 900,
  resourcesTtl: 604_800,
}

const build = (preset: Preset) =>
  buildSessionSpec(preset, { ownerHash: 'owner' }, { server: SERVER, client: { defaults: {} } })

describe('a preset', () => {
  it('gets TTLs and redirect URLs from the server', () => {
    const spec = build(parsePreset(DEFAULT_PRESET, 'default'))
    expect(spec).toMatchObject({
      client_session_token_ttl: 900,
      resources_ttl: 604_800,
      sdk_config: {
        success_url: 'https://rp.example/success',
        error_url: 'https://rp.example/error',
      },
      requested_checks: DEFAULT_PRESET.requested_checks,
    })
  })

  it('has no redirect URLs when it sets both to null', () => {
    const preset = parsePreset(
      { ...DEFAULT_PRESET, sdk_config: { success_url: null, error_url: null, locale: 'en-GB' } },
      'messages',
    )
    const { sdk_config } = build(preset)
    expect(sdk_config).toMatchObject({ locale: 'en-GB' })
    expect(sdk_config).not.toHaveProperty('success_url')
    expect(sdk_config).not.toHaveProperty('error_url')
  })

  it.each([
    ['client_session_token_ttl', 1000],
    ['session_deadline', '2030-01-01T00:00:00Z'],
    ['resources_ttl', 100_000],
    ['user_tracking_id', 'user-1'],
    ['notifications', { endpoint: 'https://rp.example/n', topics: ['SESSION_COMPLETION'] }],
  ])('is rejected when it sets %s, which the server adds', (field, value) => {
    const parse = () => parsePreset({ ...DEFAULT_PRESET, [field]: value }, 'own')
    expect(parse).toThrow(`own.${field}`)
  })
})
