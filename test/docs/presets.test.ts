import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { readConfigFiles } from '../config/read-config-files.js'
import { parsePreset } from '../../src/sessions/preset.js'
import { PRESETS } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'

const guide = readFileSync(new URL('../../docs/presets.md', import.meta.url), 'utf8')

/** The cells of each row of the table of presets. */
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

const asksForProfile = (spec: SessionSpec) =>
  spec.identity_profile_requirements !== undefined ||
  spec.advanced_identity_profile_requirements !== undefined

function listTypes(spec: SessionSpec): string {
  if (asksForProfile(spec)) return 'identity profile'
  const requested = [...(spec.requested_checks ?? []), ...(spec.requested_tasks ?? [])]
  return requested.map(({ type }) => `\`${type}\``).join(', ')
}

function listSteps(spec: SessionSpec): string {
  if (asksForProfile(spec)) return 'as the profile needs'
  const checks = (spec.requested_checks ?? []).map(({ type }) => type)
  const document = checks.some((type) => type.startsWith('ID_DOCUMENT'))
  const documents = (
    spec.required_documents ?? (document ? [{ type: 'ID_DOCUMENT' as const }] : [])
  ).map(({ type }) => (type === 'ID_DOCUMENT' ? 'document' : 'proof of address'))
  return [...documents, ...(checks.includes('LIVENESS') ? ['face'] : [])].join(', ')
}

describe('docs/presets.md', () => {
  it('has a row for exactly the built-in presets', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(PRESETS).map((name) => `\`${name}\``))
  })

  it.each(Object.entries(PRESETS))('lists the checks and cost of %s', (name, spec) => {
    const [, , types, steps] = rows.find(([first]) => first === `\`${name}\``) ?? []
    expect({ types, steps }).toEqual({ types: listTypes(spec), steps: listSteps(spec) })
  })

  it('shows a file that the server accepts', () => {
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? []
    const file = JSON.parse(json) as Record<string, unknown>
    const names = Object.entries(file).map(([name, spec]) => parsePreset(spec, name).name)
    expect(names).toEqual(['default', 'quick'])
  })

  it("shows the server's error for an invalid file", () => {
    const [, json = '', said] =
      /```json refused\n([\s\S]*?)```[\s\S]*?```\n([\s\S]*?)```/.exec(guide) ?? []
    const env = { SESSION_SPEC_FILE: '$/presets.json' }
    const { problems } = readConfigFiles({ 'presets.json': json }, env)
    expect(problems.join('\n')).toBe(said?.trim())
  })
})
