import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'

const PACKAGE = join(import.meta.dirname, '..')
const ASSETS = join(PACKAGE, 'public', 'assets')
const read = (...path: string[]) => readFileSync(join(PACKAGE, ...path), 'utf8')
const findAll = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, id = '']) => id.replace(/\$\{(\w+)\}/g, '<$1>'))

// `testId: '…'`, `testId ?? '…'` and `button(label, '…', `.
const IN_SCRIPT = [
  /\btestId(?::| \?\?) ['`]([\w${}-]+)['`]/g,
  /\bbutton\([^;]*?,\s*['`]([\w${}-]+)['`],/g,
]

it('lists every test id of the client page in the README, and no other', () => {
  const [, section = ''] = read('README.md').split('### Test ids')
  const [table = ''] = section.split('\n## ')
  const scripts = readdirSync(ASSETS).filter((name) => /^(?!inbox).+\.js$/.test(name))
  const used = new Set([
    ...findAll(read('public', 'index.html'), /data-testid="(.+?)"/g),
    ...scripts.flatMap((name) => {
      const script = read('public', 'assets', name)
      return IN_SCRIPT.flatMap((pattern) => findAll(script, pattern))
    }),
  ])
  expect(findAll(table, /^\| `(.+?)`/gm).toSorted()).toEqual([...used].toSorted())
})
