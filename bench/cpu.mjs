// Preloaded into each peer: prints the whole process's CPU time when it ends.
process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  process.stderr.write(`cpu-ms ${(user + system) / 1000}\n`)
})
