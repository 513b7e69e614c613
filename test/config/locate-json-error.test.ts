import { describe, expect, it } from '@jest/globals'
import { locateJsonError } from '../../src/config/locate-json-error.js'

describe('locateJsonError', () => {
  it.each([
    ['{"a": 1,}', 1, 9],
    ['{"a": 1 "b": 2}', 1, 9],
    ['{\n  "a": tru\n}', 2, 11],
    ['{\n  "a": "b\n}', 2, 10],
    ["{'a': 1}", 1, 2],
    ['{"a": 1}\n}', 2, 1],
    ['[1, 2', 1, 6],
    ['', 1, 1],
    ['{"a": -}', 1, 8],
    ['{"a": "\\x"}', 1, 9],
  ])('finds the error in %j', (text, line, column) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    expect(locateJsonError(text)).toEqual({ line, column })
  })
})
