import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { renderScenarioDocs } from '../../scripts/scenario-docs.js'

const docs = await renderScenarioDocs()

describe('the files of npm run scenario-docs', () => {
  it.each([...docs])('%s is what it writes', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  it('include every known reason, and the mark of an unknown one', () => {
    const [schema = ''] = docs.values()
    for (const word of [
      '"TAMPERED"',
      '"^unknown:."',
      '"orla-quillsample"',
      'the emulator refuses the attempt',
    ]) {
      expect(schema).toContain(word)
    }
  })
})
