// The tables in docs/troubleshooting.md, from the messages in the code.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseVariable, VARIABLES, type VariableName } from '../src/config/variables.js'
import { API_ERRORS } from '../src/errors.js'
import { renderPage, ROOT, type GeneratedFile } from './generated-docs.js'
import { readMessages, splitMessage, type Message } from './read-messages.js'
import { CAUSES } from './troubleshooting-causes.js'

/** They contain help, information and examples instead of problems. */
const SKIPPED_FILES = ['variables.ts', 'retention.ts', 'openapi.ts', 'problem.ts']

/** A field's problem states what was expected. */
const FIELD_PROBLEM =
  /^(expected|is|accepts|must|cannot|rejected|remove it|scenarios are|<\w+> (needs|takes))\b.+/

/** By the name in the page. */
const SECTIONS: Readonly<Record<string, () => Message[]>> = {
  settings: () => {
    const values = readValueMessages().map(toText)
    return read(['config', 'listen.ts', 'optional-packages.ts', 'server.ts']).filter(
      // The others are parts of the messages about values.
      (message) => !values.some((text) => text.endsWith(toText(message))),
    )
  },
  values: readValueMessages,
  'private key': () => read(['yoti/private-key.ts']),
  database: () => read(['store']),
  'scenario files': () => read(['scenarios/load-scenarios.ts']),
  doctor: () => read(['../tools/doctor', '../tools/certificate']),
  codes: readApiMessages,
  details: () => {
    const codes = Object.values<readonly [number, string]>(API_ERRORS).map(([, text]) => text)
    return read([
      'errors.ts',
      'yoti/errors.ts',
      'sessions/daily-limits.ts',
      'sessions/orders.ts',
      'sessions/decision.ts',
      'api',
    ]).filter((message) => !codes.includes(toText(message)))
  },
  fields: () =>
    read(
      [
        ...['', '-fields', '-schema'].map((part) => `yoti/session-spec${part}.ts`),
        'yoti/describe-issues.ts',
        'sessions/preset.ts',
        'scenarios/feature.ts',
        'scenarios/validate-against-preset.ts',
        'api',
      ],
      FIELD_PROBLEM,
    ),
}

export async function renderTroubleshooting(): Promise<GeneratedFile> {
  const unused = new Set(Object.keys(CAUSES))
  const page = await renderPage('troubleshooting.md', '| message | cause and cure |', (name) => {
    const messages = SECTIONS[name]?.() ?? []
    if (messages.length === 0) throw new TypeError(`no messages for ${name}`)
    return renderRows(messages, unused)
  })
  if (unused.size > 0) throw new TypeError(`no message starts with ${[...unused].join(', ')}`)
  return page
}

function renderRows(messages: readonly Message[], unused: Set<string>): string[] {
  return messages
    .map(({ problem, remedy }) => {
      const start = Object.keys(CAUSES).find((each) => problem.startsWith(each)) ?? ''
      unused.delete(start)
      const explanation = [CAUSES[start], remedy].filter(Boolean).join(' ')
      return `| ${quote(problem)} | ${escapeMarkdown(explanation)} |`
    })
    .sort((a, b) => toSortKey(a).localeCompare(toSortKey(b), 'en'))
}

/** Without placeholders, because readers look for the words. */
function toSortKey(row: string): string {
  return row.replace(/<[^>]+>/g, '').replace(/[^\p{L}\d]+/gu, ' ')
}

function toText({ problem, remedy }: Message): string {
  return `${problem} ${remedy}`.trim()
}

/** @param names files or folders in src */
function read(names: readonly string[], pattern?: RegExp): Message[] {
  const paths = names.flatMap((name) => {
    const path = join(ROOT, 'src', name)
    return name.endsWith('.ts') ? path : readdirSync(path).map((file) => join(path, file))
  })
  const read = paths.filter((path) => !SKIPPED_FILES.some((name) => path.endsWith(name)))
  return readMessages(read, pattern)
}

/** Each breaks other rules of src/config/schemas.ts. */
const INVALID_VALUES = [
  '\0',
  'http://example.com',
  'https://user:password@example.com',
  'caller:short',
  `a:${'x'.repeat(32)},b:${'x'.repeat(32)}`,
]

function readValueMessages(): Message[] {
  const texts = (Object.keys(VARIABLES) as VariableName[])
    .flatMap((name) => INVALID_VALUES.flatMap((value) => parseVariable(name, value).problems))
    .map((problem) => problem.replace(/: entry \d+/, ': entry <number>'))
  return [...new Set(texts)].map(splitMessage)
}

/** With the explanations of docs/api.md. */
function readApiMessages(): Message[] {
  const guide = readFileSync(join(ROOT, 'docs/api.md'), 'utf8')
  return Object.entries(API_ERRORS).map(([code, [status, detail]]) => {
    const row = new RegExp(`^\\| \`${code}\` +\\| ${status} +\\| (.+?) +\\|$`, 'm').exec(guide)
    if (row === null) throw new TypeError(`docs/api.md does not explain ${code}`)
    const { problem } = splitMessage(detail)
    return { problem, remedy: `\`${code}\`, ${status}. ${row[1] ?? ''}` }
  })
}

function quote(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${text.replaceAll('|', '\\|')}${fence}`
}

/** Code stays as it is. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/`[^`]*`|[<>{}*|]/g, (part) => (part.length > 1 ? part : `\\${part}`))
    .replaceAll(' Or: ', '<br>Or: ')
}
