import { parseArgs, type ParseArgsConfig } from 'node:util'
import { AppError } from '#src/errors.js'

/** An invalid command line. */
export class CommandError extends AppError {
  constructor(problem: string) {
    super('COMMAND', problem)
  }
}

interface Tool<Options extends NonNullable<ParseArgsConfig['options']>> {
  usage: string
  options: Options
  allowPositionals?: boolean
  /** Printed above the reason. */
  failure?: string
  /** Resolves to the exit code. */
  run: (
    values: ReturnType<typeof parseArgs<{ options: Options }>>['values'],
    positionals: string[],
  ) => Promise<number>
}

/** Parses the command line of this process, prints the usage or the problem, and sets the exit code. */
export async function runTool<Options extends NonNullable<ParseArgsConfig['options']>>({
  usage,
  options,
  allowPositionals = false,
  failure,
  run,
}: Tool<Options>): Promise<void> {
  // A reader such as head closes the pipe early.
  process.stdout.on('error', () => process.exit())
  try {
    const { values, positionals } = parseCommandLine(options, allowPositionals)
    if (values.help === true) {
      process.stdout.write(usage)
      return
    }
    process.exitCode = await run(values as Parameters<typeof run>[0], positionals)
  } catch (err) {
    const reason = err instanceof AppError ? err.message : ((err as Error).stack ?? String(err))
    const help = err instanceof CommandError ? `\n${usage}` : undefined
    process.stderr.write([failure, reason, help].filter(Boolean).join('\n') + '\n')
    // Servers that started before the failure would keep the process running.
    process.exit(1)
  }
}

function parseCommandLine(options: ParseArgsConfig['options'], allowPositionals: boolean) {
  try {
    const help = { type: 'boolean', short: 'h' } as const
    return parseArgs({ options: { ...options, help }, allowPositionals })
  } catch (err) {
    // Node's message names the option.
    throw new CommandError((err as Error).message)
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
