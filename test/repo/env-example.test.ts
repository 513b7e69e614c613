import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import dotenv from 'dotenv'
import { parseConfig } from '../../src/config/config.js'

const project = join(import.meta.dirname, '..', '..')
const example = readFileSync(join(project, '.env.example'), 'utf8')
const shown = dotenv.parse(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))

describe('.env.example', () => {
  it('changes no setting when it is copied', () => {
    expect(dotenv.parse(example)).toEqual({})
  })

  it('shows the defaults', () => {
    // An address of Yoti without credentials is a mistake; that default is the client's.
    const defaults = { ...shown, YOTI_IDV_API_URL: '' }
    expect(parseConfig(defaults)).toEqual(parseConfig({}))
  })

  it('documents every variable of the configuration', () => {
    const folder = join(project, 'src', 'config')
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    const read = sources.flatMap((source) =>
      [...source.matchAll(/\b(?:get|read|readPort)\(\s*'([A-Z_]+)'/g)].map(([, name]) => name),
    )
    expect(read).toContain('YOTI_CLIENT_SDK_ID')
    expect(new Set(Object.keys(shown))).toEqual(new Set(read))
    for (const name of Object.keys(shown)) {
      expect(example).toMatch(new RegExp(`^# \\S.*\\n# ${name}=`, 'm'))
    }
  })
})
