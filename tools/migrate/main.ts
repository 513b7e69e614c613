import { parseConfig } from '#src/config/config.js'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { AppError } from '#src/errors.js'
import { openDatabase } from '#src/store/database.js'
import { MIGRATIONS } from '#src/store/migrations.js'

const USAGE = `npm run migrate

Applies the migrations that the database in DATABASE_URL or DATABASE_URL_FILE lacks, and nothing
else. With MIGRATE=off for the servers, only the role in this URL needs rights to change tables.
The exit code is 0 if all migrations are applied, otherwise 1.
`

const args = process.argv.slice(2)
if (args.length > 0) {
  const asksForHelp = /^(--help|-h)$/.test(args.join(' '))
  ;(asksForHelp ? process.stdout : process.stderr).write(USAGE)
  process.exitCode = asksForHelp ? 0 : 1
} else {
  await run().catch((err: unknown) => {
    const reason = err instanceof AppError ? err.message : ((err as Error).stack ?? String(err))
    process.stderr.write(`The database cannot be migrated:\n${reason}\n`)
    process.exitCode = 1
  })
}

async function run(): Promise<void> {
  loadEnvironmentFile(process.env)
  const { DATABASE_URL, DATABASE_URL_FILE } = process.env
  const { secrets, warnings } = parseConfig({ DATABASE_URL, DATABASE_URL_FILE })
  for (const warning of warnings.filter((text) => text.startsWith('DATABASE_URL'))) {
    process.stderr.write(`${warning}\n`)
  }
  await (await openDatabase(secrets.databaseUrl)).close()
  process.stdout.write(`All ${Object.keys(MIGRATIONS).length} migrations are applied.\n`)
}
