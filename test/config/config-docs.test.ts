import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import dotenv from 'dotenv'
import { renderConfigDocs } from '../../scripts/config-docs.js'
import { parseConfig } from '../../src/config/config.js'

const docs = await renderConfigDocs()

describe('the documents of the configuration', () => {
  it.each(docs)('%s is what npm run config-docs writes', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  it('.env.example changes no setting when it is copied, and shows the defaults', () => {
    const [[, example] = ['', '']] = docs
    expect(dotenv.parse(example)).toEqual({})
    const shown = dotenv.parse(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))
    // These are a mistake without credentials and access tokens.
    const yotiUrls = { YOTI_IDV_API_URL: '', YOTI_AUTH_URL: '' }
    expect(parseConfig({ ...shown, ...yotiUrls })).toEqual(parseConfig({}))
  })
})
