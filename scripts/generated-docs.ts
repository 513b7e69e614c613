// Pages of docs/ with tables that scripts write from the code, between <!-- kind: detail --> and <!-- end of kind -->.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A path, and what the file should contain. */
export type GeneratedFile = readonly [path: string, content: string]

const TABLE = /(<!-- (\w+): (.+) -->\n)[^]*?(<!-- end of \2 -->)/g

/** @param renderRows returns the rows of the table with this detail */
export async function renderPage(
  name: string,
  header: string,
  renderRows: (detail: string) => readonly string[],
): Promise<GeneratedFile> {
  const path = join(ROOT, 'docs', name)
  const page = readFileSync(path, 'utf8').replace(
    TABLE,
    (_all, start: string, _kind, detail: string, end: string) =>
      [start, header, header.replace(/[^|]+/g, ' --- '), ...renderRows(detail), '', end].join('\n'),
  )
  return [path, await format(page, { parser: 'markdown', printWidth: 100 })]
}

/** Writes the files if the module is the script of this process. */
export async function writeWhenRun(
  moduleUrl: string,
  render: () => Promise<readonly GeneratedFile[]>,
): Promise<void> {
  if (process.argv[1] !== fileURLToPath(moduleUrl)) return
  for (const [path, content] of await render()) writeFileSync(path, content)
}
