// npm run faults: kills the server after each of its side effects and at random moments, on both engines. Takes about
// 20 minutes. Settings: FAULT_RUNS, FAULT_KILLS, FAULT_ENGINES, FAULT_SEED, FAULT_DEATHS.
const { FAULT_RUNS = '200', FAULT_KILLS = '20' } = process.env
Object.assign(process.env, { FAULT_RUNS, FAULT_KILLS })
process.argv.push('test/faults', '--runInBand')
await import('./jest.js')
