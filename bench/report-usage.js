// Loaded into each measured process before its own code. Reports resource usage to the parent.
const SAMPLE_EVERY = 10

let peak = 0
let sampling

const answers = {
  /** CPU time of all threads in microseconds. */
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  /** Sockets, timers and other resources that are open. */
  handles: () => process.getActiveResourcesInfo().length,
  /** Resident memory in bytes. Starts tracking the peak. */
  memory: () => {
    peak = process.memoryUsage.rss()
    sampling ??= setInterval(samplePeak, SAMPLE_EVERY)
    return peak
  },
  /** Peak resident memory in bytes since the `memory` command. */
  peak: () => {
    samplePeak()
    clearInterval(sampling)
    sampling = undefined
    return peak
  },
}

process.on('message', (question) => {
  const answer = answers[question]
  if (answer !== undefined) process.send(answer())
})
// On a stop request or when the parent ends, the process exits normally so that a CPU profile is written.
process.on('disconnect', () => process.exit())

function samplePeak() {
  peak = Math.max(peak, process.memoryUsage.rss())
}
