// The phrases that cspell's flagWords cannot express: they have several words. Prints file:line and a suggestion.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const phrases = JSON.parse(readFileSync(join(root, '.cspell', 'phrases.json'), 'utf8'))
const CHECKED =
  /^(src|views|locales|emulator|tools|test|docs|examples|scripts|bench|scenarios|deploy)\/|^[^/]+\.md$|^\.env\.example$/
const TEXT = /\.(ts|js|ejs|md|json|ya?ml|css|html|example)$/
const SKIPPED = /(^|\/)(node_modules|dist|\.git|fixtures)$/

const patterns = Object.entries(phrases).map(([phrase, suggestion]) => ({
  // A phrase may continue on the next line of a comment. "there is no" and "is no longer" are good English.
  pattern: new RegExp(
    String.raw`(?<!there )\b${phrase.replaceAll(' ', String.raw`[\s*/#>]+`)}\b(?! longer)`,
    'gi',
  ),
  phrase,
  suggestion,
}))

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.test(path) ? [] : listFiles(path)
    return [path]
  })
}

function findPhrases(file) {
  const text = readFileSync(join(root, file), 'utf8')
  return patterns.flatMap(({ pattern, phrase, suggestion }) =>
    [...text.matchAll(pattern)].map(({ index }) => {
      const line = text.slice(0, index).split('\n').length
      return `${file}:${line} "${phrase}": ${suggestion}\n`
    }),
  )
}

const found = listFiles(root)
  .map((path) => relative(root, path).replaceAll('\\', '/'))
  .filter((file) => CHECKED.test(file) && TEXT.test(file))
  .flatMap(findPhrases)
process.stdout.write(found.join(''))
process.exitCode = found.length === 0 ? 0 : 1
