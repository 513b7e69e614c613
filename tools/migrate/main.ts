import { parseConfig } from '#src/config/config.js'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { openDatabase } from '#src/store/database.js'
import { MIGRATIONS } from '#src/store/migrations.js'
import { print, runTool } from '../run-tool.js'

const USAGE = `npm run migrate

Applies the migrations that the database in DATABASE_URL or DATABASE_URL_FILE lacks, and nothing
else. With MIGRATE=off for the servers, only the role in this URL needs rights to change tables.
The exit code is 0 if all migrations are applied, otherwise 1.
`

await runTool({
  usage: USAGE,
  options: {},
  failure: 'The database cannot be migrated:',
  async run() {
    loadEnvironmentFile(process.env)
    const { DATABASE_URL, DATABASE_URL_FILE } = process.env
    const { secrets, warnings } = parseConfig({ DATABASE_URL, DATABASE_URL_FILE })
    for (const warning of warnings.filter((text) => text.startsWith('DATABASE_URL'))) {
      process.stderr.write(`${warning}\n`)
    }
    await (await openDatabase(secrets.databaseUrl)).close()
    print(`All ${Object.keys(MIGRATIONS).length} migrations are applied.`)
    return 0
  },
})
