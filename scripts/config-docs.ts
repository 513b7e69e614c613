// npm run config-docs: writes .env.example, the table in docs/operations.md and docs/troubleshooting.md from the code.
import { join } from 'node:path'
import { VARIABLES, type Variable } from '../src/config/variables.js'
import { renderPage, ROOT, writeWhenRun, type GeneratedFile } from './generated-docs.js'
import { renderTroubleshooting } from './troubleshooting.js'

export async function renderConfigDocs(): Promise<readonly GeneratedFile[]> {
  return [
    [join(ROOT, '.env.example'), renderEnvExample()],
    await renderPage('operations.md', '| variable | default | meaning |', renderRows),
  ]
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

function renderRows(): string[] {
  return Object.entries<Variable>(VARIABLES).map(([name, variable]) => {
    const fallback = getDefault(variable)
    const cells = [
      `\`${name}\`${variable.secret ? ' (secret)' : ''}`,
      fallback === undefined ? '' : `\`${fallback}\``,
      variable.help.replace(/[<>{}*|]/g, '\\$&'),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

function getDefault({ default: fallback, derivedDefault }: Variable): string | undefined {
  return fallback ?? derivedDefault
}

await writeWhenRun(import.meta.url, async () => [
  ...(await renderConfigDocs()),
  await renderTroubleshooting(),
])
