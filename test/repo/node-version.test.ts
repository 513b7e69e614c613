import { describe, expect, it } from '@jest/globals'

type DescribeUnsupportedNode = (version: string) => string | undefined

const script = new URL('../../scripts/node-version.js', import.meta.url).href
const { describeUnsupportedNode } = (await import(script)) as {
  describeUnsupportedNode: DescribeUnsupportedNode
}

describe('describeUnsupportedNode', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts Node %s', (version) => {
    expect(describeUnsupportedNode(version)).toBeUndefined()
  })

  it.each(['18.20.4', '20.18.3'])('names the required version when Node is %s', (version) => {
    expect(describeUnsupportedNode(version)).toBe(
      `Node 20.19 or newer is required, but this is Node ${version}. ` +
        'Install the current LTS version.',
    )
  })
})
