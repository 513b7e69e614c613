import { describe, expect, it } from '@jest/globals'
import { buildClientUrl } from '../../src/yoti/web-client.js'

describe('buildClientUrl', () => {
  const apiUrl = 'https://api.yoti.com/idverify/v1'

  it('returns a URL without a query when there is no session', () => {
    expect(buildClientUrl(apiUrl)).toBe('https://api.yoti.com/idverify/v1/web/index.html')
  })

  it('puts the encoded session id and token into the query', () => {
    expect(buildClientUrl(`${apiUrl}/`, 's-1', 'a&b')).toBe(
      'https://api.yoti.com/idverify/v1/web/index.html?sessionID=s-1&sessionToken=a%26b',
    )
  })
})
