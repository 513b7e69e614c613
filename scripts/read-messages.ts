// Finds the messages in source files: the texts that state a problem, with their remedy.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { ROOT } from './generated-docs.js'

export interface Message {
  /** With a placeholder such as `<port>` for each value. */
  problem: string
  /** Empty if the problem states it. */
  remedy: string
}

type Text = ts.StringLiteralLike | ts.TemplateExpression

/** A sentence, on one line. */
const MESSAGE = /^[^\n]* [^\n]*(\.$|\. +\p{Lu}[^\n]*$)/u

/** Whether it is more than placeholders. */
const hasWords = (text: string): boolean => !/^(<[^>]+>|\W)*$/.test(text)

/** The first sentence is the problem, the rest the remedy. */
export function splitMessage(text: string): Message {
  const [, problem = text, remedy = ''] = /^(.*?\.)\s+(\p{Lu}.*)$/u.exec(text) ?? []
  return { problem, remedy }
}

/** @param pattern what a text has to match */
export function readMessages(paths: readonly string[], pattern = MESSAGE): Message[] {
  const { parse, resolve, isPart } = createResolver()
  const found: (Message & { node: ts.Node })[] = []
  const visit = (node: ts.Node): void => {
    const pair = toPair(node)
    if (pair !== undefined) {
      const remedy = joinAlternatives(resolve(pair.remedy))
      const problems = resolve(pair.problem).filter(hasWords)
      found.push(...problems.map((problem) => ({ node, problem, remedy })))
    } else if (isText(node)) {
      const texts = resolve(node).map((text) => text.trim().replace(/^- /, ''))
      const matching = texts.filter((text) => pattern.test(text) && hasWords(text))
      found.push(...matching.map((text) => ({ node, ...splitMessage(text) })))
    } else if (!isSkipped(node)) {
      ts.forEachChild(node, visit)
    }
  }
  for (const path of paths) visit(parse(path))
  const remedies = new Map<string, string[]>()
  for (const { node, problem, remedy } of found) {
    if (isPart(node)) continue
    remedies.set(problem, [...(remedies.get(problem) ?? []), remedy])
  }
  return [...remedies].map(([problem, each]) => ({ problem, remedy: joinAlternatives(each) }))
}

function isText(node: ts.Node): node is Text {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

/** Descriptions document the API, and a TypeError is a mistake in the program. */
function isSkipped(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeNode(node) ||
    (ts.isPropertyAssignment(node) && node.name.getText() === 'description') ||
    (ts.isNewExpression(node) && node.expression.getText() === 'TypeError')
  )
}

/** `fail(problem, remedy)`, `warn(problem, remedy)` and `{ seen: problem, fix: remedy }`. */
function toPair(node: ts.Node): { problem: ts.Expression; remedy: ts.Expression } | undefined {
  if (ts.isCallExpression(node) && /^(fail|warn)$/.test(node.expression.getText())) {
    const [problem, remedy] = node.arguments
    return problem && remedy && { problem, remedy }
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined
  const [problem, remedy] = ['seen', 'fix'].map((name) =>
    node.properties.filter(ts.isPropertyAssignment).find((each) => each.name.getText() === name),
  )
  return problem && remedy && { problem: problem.initializer, remedy: remedy.initializer }
}

function createResolver() {
  /** Texts that are part of other ones. */
  const parts = new Set<ts.Node>()
  const files = new Map<string, ts.SourceFile>()
  const parse = (path: string): ts.SourceFile => {
    const parsed = files.get(path)
    if (parsed !== undefined) return parsed
    const text = readFileSync(path, 'utf8')
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    files.set(path, file)
    return file
  }

  /** Lists the texts that an expression may have. */
  const resolve = (node: ts.Expression): string[] => {
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
      return resolve(node.expression)
    }
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text]
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce<string[]>(
        (starts, { expression, literal }) =>
          starts.flatMap((start) =>
            resolve(expression).map((value) => start + value + literal.text),
          ),
        [node.head.text],
      )
    }
    if (ts.isConditionalExpression(node)) {
      return either(node.whenTrue, node.whenFalse)
    }
    if (ts.isBinaryExpression(node)) return either(node.left, node.right)
    if (ts.isIdentifier(node)) {
      const value = findConstant(node)
      if (value !== undefined && isTextual(value)) {
        parts.add(value)
        return resolve(value)
      }
    }
    if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const table = unwrap(findConstant(node.expression))
      if (table !== undefined && ts.isObjectLiteralExpression(table)) {
        const values = table.properties.filter(ts.isPropertyAssignment)
        for (const { initializer } of values) parts.add(initializer)
        return values.flatMap(({ initializer }) => resolve(initializer))
      }
    }
    return [`<${name(node)}>`]
  }

  /** A default value such as 'unknown' is a value like any other. */
  const either = (first: ts.Expression, second: ts.Expression): string[] => {
    const texts = resolve(first)
    return /^<[^>]+>$/.test(texts.join()) ? texts : [...texts, ...resolve(second)]
  }

  /** The constant in the nearest block, the file or its imports. */
  const findConstant = ({ text, parent }: ts.Identifier): ts.Expression | undefined => {
    for (let scope: ts.Node = parent; !ts.isSourceFile(scope); scope = scope.parent) {
      const local = ts.isBlock(scope) ? findDeclaration(scope, text) : undefined
      if (local !== undefined) return local
    }
    const file = parent.getSourceFile()
    const own = findDeclaration(file, text)
    if (own !== undefined) return own
    const path = findImport(file, text)
    return path === undefined ? undefined : findDeclaration(parse(path), text)
  }

  const isPart = (node: ts.Node): boolean =>
    parts.has(node) || (!ts.isSourceFile(node) && isPart(node.parent))
  return { parse, resolve, isPart }
}

function findDeclaration(
  { statements }: ts.Block | ts.SourceFile,
  name: string,
): ts.Expression | undefined {
  return statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((each) => ts.isIdentifier(each.name) && each.name.text === name)?.initializer
}

/** The file of this project that the name is imported from. */
function findImport({ statements, fileName }: ts.SourceFile, name: string): string | undefined {
  const specifiers = statements.filter(ts.isImportDeclaration).flatMap((each) => {
    const names = each.importClause?.namedBindings
    const imports = names !== undefined && ts.isNamedImports(names) ? names.elements : []
    const isImported = imports.some((element) => element.name.text === name)
    return isImported ? (each.moduleSpecifier as ts.StringLiteral).text.replace(/\.js$/, '.ts') : []
  })
  const [, folder, path = specifiers[0]] = /^#(src|tools)\/(.+)/.exec(specifiers[0] ?? '') ?? []
  if (!path?.endsWith('.ts')) return undefined
  return folder === undefined ? join(dirname(fileName), path) : join(ROOT, folder, path)
}

function unwrap(node: ts.Expression | undefined): ts.Expression | undefined {
  return node !== undefined && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    ? unwrap(node.expression)
    : node
}

/** Whether its value is known before the program runs. */
function isTextual(node: ts.Expression): boolean {
  return (
    isText(node) ||
    ts.isNumericLiteral(node) ||
    (ts.isConditionalExpression(node) && isTextual(node.whenTrue) && isTextual(node.whenFalse))
  )
}

/** Repeats only the sentences that differ. */
function joinAlternatives(texts: readonly string[]): string {
  const [first = ''] = texts
  const sentences = first.split(/(?<=\.) /)
  const common = sentences
    .map((_, index) => sentences.slice(0, index + 1).join(' '))
    .findLast((start) => texts.every((text) => text === start || text.startsWith(`${start} `)))
  const rests = texts.map((text) => text.slice(common?.length ?? 0).trim())
  return [common, [...new Set(rests)].filter(hasWords).join(' Or: ')].filter(Boolean).join(' ')
}

/** For example `own addresses` for `ownAddresses.join(', ')`. */
function name(node: ts.Node): string {
  if (ts.isIdentifier(node)) {
    return node.text.replace(/_|(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  }
  if (ts.isCallExpression(node)) {
    const { expression, arguments: values } = node
    if (!ts.isPropertyAccessExpression(expression)) return name(values[0] ?? expression)
    const isGlobal = /^(JSON|String|Math)$/.test(expression.expression.getText())
    return name(isGlobal ? (values[0] ?? expression) : expression.expression)
  }
  if (ts.isPropertyAccessExpression(node)) return name(node.name)
  if (ts.isElementAccessExpression(node)) return name(node.argumentExpression)
  if (ts.isBinaryExpression(node)) return name(node.left)
  if (ts.isSpreadElement(node)) return name(node.expression)
  if (ts.isArrayLiteralExpression(node)) return name(node.elements[0] ?? node.parent)
  if (ts.isNewExpression(node)) return name(node.arguments?.[0] ?? node.expression)
  return 'value'
}
