// npm run config-docs: writes .env.example and the table in docs/operations.md from src/config/variables.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { VARIABLES, type Variable } from '../src/config/variables.js'

const ENV_EXAMPLE = new URL('../.env.example', import.meta.url)
const OPERATIONS = new URL('../docs/operations.md', import.meta.url)
const TABLE = /(?<=<!-- variables: npm run config-docs -->\n)[^]*?(?=<!-- end of variables -->)/

/** The files and what they should contain. */
export async function renderConfigDocs(): Promise<Map<string, string>> {
  const operations = readFileSync(OPERATIONS, 'utf8').replace(TABLE, () => renderTable())
  return new Map([
    [fileURLToPath(ENV_EXAMPLE), renderEnvExample()],
    [fileURLToPath(OPERATIONS), await format(operations, { parser: 'markdown', printWidth: 100 })],
  ])
}

function renderEnvExample(): string {
  const lines = ['# Copy this file to .env and uncomment the lines you change.']
  lines.push('# Each line shows the default, or is empty if there is none.')
  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    if (variable.section !== undefined) lines.push('', `# --- ${variable.section} ---`)
    lines.push(`# ${variable.help}`, `# ${name}=${getDefault(variable) ?? ''}`)
  }
  return `${lines.join('\n')}\n`
}

function renderTable(): string {
  const rows = Object.entries<Variable>(VARIABLES).map(([name, variable]) => {
    const fallback = getDefault(variable)
    const cells = [
      `\`${name}\`${variable.secret ? ' (secret)' : ''}`,
      fallback === undefined ? '' : `\`${fallback}\``,
      variable.help.replace(/[<>{}*|]/g, '\\$&'),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return ['', '| variable | default | meaning |', '| --- | --- | --- |', ...rows, '', ''].join('\n')
}

function getDefault({ default: fallback, derivedDefault }: Variable): string | undefined {
  return fallback ?? derivedDefault
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of await renderConfigDocs()) writeFileSync(path, content)
}
