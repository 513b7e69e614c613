import { readdirSync } from 'node:fs'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

/** src from top to bottom (docs/decisions/0001-layout.md). Each row imports only what is in the rows below it. */
export const LAYERS = [
  ['server.ts'],
  ['context.ts', 'optional-packages.ts', 'listen.ts'],
  ['app.ts'],
  ['web', 'api', 'webhooks', 'results', 'notifications', 'ops', 'scenarios'],
  ['store'],
  ['config'],
  ['sessions'],
  ['outcome', 'jobs', 'http', 'secrets', 'logger.ts'],
  ['yoti'],
  ['errors.ts', 'request-context.ts'],
]

// An entry that is missing from LAYERS may import nothing.
const layerZones = readdirSync(new URL('src', import.meta.url))
  .filter((name) => name !== 'tsconfig.json')
  .map((name) => {
    const row = LAYERS.findIndex((names) => names.includes(name))
    const below = row === -1 ? [] : LAYERS.slice(row + 1).flat()
    return {
      target: `./src/${name}`,
      from: './src',
      except: [name, ...below].map((path) => `./${path}`),
      message: `src/${name} imports only lower layers. See LAYERS in eslint.config.js.`,
    }
  })

const zones = [
  ...layerZones,
  {
    target: './src',
    from: '.',
    except: ['./src', './locales', './node_modules'],
    message: 'The server runs without the rest of the repository.',
  },
  {
    target: ['./emulator/src', './emulator/public'],
    from: '.',
    except: ['./emulator', './node_modules'],
    message: 'The emulator imports nothing of the server, or a shared mistake would go unnoticed.',
  },
  {
    target: ['./emulator/src', './emulator/public', './tools'],
    from: ['./emulator/test', './test', './bench', './scripts', './examples'],
    message: 'Production code does not import tests or scripts.',
  },
  { target: './tools', from: './src', message: 'Import the server by #src/.' },
  { target: './tools', from: './emulator', message: 'Load the emulator by emulator-package.ts.' },
]

// Escaped, because these patterns are those of .gitignore, where # starts a comment.
const OPTIONAL_PACKAGES = ['yoti-idv-emulator', 'yoti-idv-emulator/*', '\\#tools/*']
const WEB_PACKAGES = ['express', 'ejs', 'helmet', 'dotenv', 'pino']
const ENVIRONMENT_MESSAGE = 'Only the entry point of a process reads process.env.'

/** A later call replaces an earlier one for the same file. */
const banPackages = (file, packages) => ({
  files: [file],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: packages, message: 'This package belongs elsewhere. See eslint.config.js.' },
          {
            group: ['process', 'node:process'],
            importNames: ['env'],
            message: ENVIRONMENT_MESSAGE,
          },
        ],
      },
    ],
  },
})

const banDynamicImports = (files, ignores, selector, message) => ({
  files,
  ignores,
  rules: { 'no-restricted-syntax': ['error', { selector, message }] },
})

// test/repo/import-boundaries.test.ts finds cycles, type imports included.
const importRules = {
  'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
}

export default tseslint.config(
  { ignores: ['**/dist', 'coverage', 'data', 'node_modules'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensionAlias: { '.js': ['.ts', '.js'] },
          extensions: ['.ts', '.js'],
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-console': 'error',
      // Express recognises error handlers by their four arguments.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true, varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      ...importRules,
    },
  },
  {
    files: ['src/**/*.ts', 'emulator/src/**/*.ts'],
    rules: { 'import-x/no-extraneous-dependencies': ['error', { devDependencies: false }] },
  },
  {
    files: ['src/**/*.ts', 'tools/**/*.ts', 'emulator/src/**/*.ts'],
    ignores: ['src/server.ts', 'tools/*/main.ts', 'tools/test/**', 'emulator/src/cli.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: ENVIRONMENT_MESSAGE },
      ],
    },
  },
  banDynamicImports(
    ['src/**/*.ts', 'tools/**/*.ts'],
    [
      'src/optional-packages.ts',
      'src/logger.ts',
      'src/store/database.ts',
      'src/yoti/authentication.ts',
      'tools/emulator-package.ts',
      'tools/test/**',
    ],
    'ImportExpression',
    'Static imports only: the other import rules do not see dynamic ones.',
  ),
  banDynamicImports(
    ['src/optional-packages.ts', 'tools/emulator-package.ts'],
    [],
    'ImportExpression > Literal',
    'A literal would make the build need the package.',
  ),
  banPackages('src/**/*.ts', ['axios', 'node-forge', ...OPTIONAL_PACKAGES]),
  banPackages('src/yoti/**/*.ts', ['node-forge', ...WEB_PACKAGES, ...OPTIONAL_PACKAGES]),
  banPackages('src/webhooks/webhook-sender.ts', ['express', 'node-forge', ...OPTIONAL_PACKAGES]),
  banPackages('tools/certificate/certificate.ts', ['axios', 'express']),
  { files: ['**/test/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Browser modules and scripts are plain JavaScript: format only, and the few rules that find real mistakes.
    files: ['**/*.js'],
    rules: { 'no-undef': 'off', 'no-unused-vars': 'error' },
  },
  {
    files: ['emulator/public/**/*.js', 'views/**/*.js'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.js'] })] },
    rules: importRules,
  },
)
