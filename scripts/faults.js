// npm run faults: the server dies after each of its side effects, and at many other moments, on each engine. Takes some
// 20 minutes and says how far it is. FAULT_RUNS, FAULT_KILLS, FAULT_ENGINES, FAULT_SEED and FAULT_DEATHS choose.
const { FAULT_RUNS = '200', FAULT_KILLS = '20' } = process.env
Object.assign(process.env, { FAULT_RUNS, FAULT_KILLS })
process.argv.push('test/faults', '--selectProjects=node', '--runInBand')
await import('./jest.js')
