import { expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { renderScenarioDocs } from '../../scripts/scenario-docs.js'

it.each(await renderScenarioDocs())('%s is what npm run scenario-docs writes', (path, content) => {
  expect(readFileSync(path, 'utf8')).toBe(content)
})
