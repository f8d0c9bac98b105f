#!/usr/bin/env node
import { DONE, INVALID } from './command'
import { runCommandLine } from './command-line'
import { processTerminal } from './terminal'

// A reader that closes the pipe, such as head, has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? DONE : INVALID))
runCommandLine(process.argv.slice(2), processTerminal()).then(code => {
  process.exitCode = code
})
