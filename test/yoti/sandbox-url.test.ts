import { describe, expect, it } from '@jest/globals'
import { buildSandboxUrl } from '../../src/yoti/sandbox-url.js'

describe('buildSandboxUrl', () => {
  it.each([
    ['http://127.0.0.1:4000/idverify/v1', 'http://127.0.0.1:4000/sandbox/idverify/v1'],
    ['http://127.0.0.1:4000/sandbox/idverify/v1/', 'http://127.0.0.1:4000/sandbox/idverify/v1'],
    ['https://api.yoti.com/sandbox/idverify/v1', 'https://api.yoti.com/sandbox/idverify/v1'],
    ['http://127.0.0.1:4000/yoti/idverify/v1', 'http://127.0.0.1:4000/yoti/sandbox/idverify/v1'],
  ])('finds the sandbox of %s', (apiUrl, sandboxUrl) => {
    expect(buildSandboxUrl(apiUrl)).toBe(sandboxUrl)
  })
})
