import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import dotenv from 'dotenv'
import { renderConfigDocs } from '../../scripts/config-docs.js'
import { parseConfig } from '../../src/config/config.js'

const docs = await renderConfigDocs()

describe('the documents of the configuration', () => {
  it.each([...docs])('%s is what npm run config-docs writes', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  it('.env.example changes no setting when it is copied, and shows the defaults', () => {
    const [example = ''] = [...docs.values()]
    expect(dotenv.parse(example)).toEqual({})
    const shown = dotenv.parse(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))
    // An address of Yoti without credentials is a mistake; that default is the client's.
    expect(parseConfig({ ...shown, YOTI_IDV_API_URL: '' })).toEqual(parseConfig({}))
  })
})
