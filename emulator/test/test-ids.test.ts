import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import ts from 'typescript'

const PACKAGE = join(import.meta.dirname, '..')
const ASSETS = join(PACKAGE, 'public', 'assets')
const read = (...path: string[]) => readFileSync(join(PACKAGE, ...path), 'utf8')

/** What a source gives as a test id: `testId: '…'`, `button(label, '…')` and `testId ?? '…'`. */
function findTestIds(file: string): string[] {
  const source = ts.createSourceFile(file, read('public', 'assets', file), ts.ScriptTarget.Latest)
  const found: string[] = []
  const add = (value: ts.Node | undefined) => {
    if (value === undefined) return
    if (ts.isStringLiteral(value)) found.push(value.text)
    if (ts.isTemplateExpression(value)) {
      found.push(
        value
          .getText(source)
          .replace(/^`|`$/g, '')
          .replace(/\$\{(\w+)\}/g, '<$1>'),
      )
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'testId') {
      add(node.initializer)
    }
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'button') {
      add(node.arguments[1])
    }
    if (ts.isBinaryExpression(node) && node.left.getText(source) === 'testId') add(node.right)
    node.forEachChild(visit)
  }
  visit(source)
  return found
}

it('lists every test id of the client page in the README, and no other', () => {
  const [, section = ''] = read('README.md').split('### Test ids')
  const [table = ''] = section.split('\n## ')
  const documented = [...table.matchAll(/^\| `(.+?)`/gm)].map(([, id]) => id)
  const scripts = readdirSync(ASSETS).filter((name) => /^(?!inbox).+\.js$/.test(name))
  const html = [...read('public', 'index.html').matchAll(/data-testid="(.+?)"/g)]
  const used = [...html.map(([, id]) => id), ...scripts.flatMap(findTestIds)]
  expect(documented.toSorted()).toEqual([...new Set(used)].toSorted())
})
