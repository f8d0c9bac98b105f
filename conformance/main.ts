import { join, resolve } from 'node:path'
import { allCases } from './cases'
import { generatedCases } from './cases/generated'
import { DRIVERS } from './drivers'
import { runConformance } from './runner/conformance'
import { processConsole } from './runner/console'
import { HELP, optionsOf, UsageError } from './runner/options'

async function main(commandLine: readonly string[]): Promise<number> {
  try {
    const options = optionsOf(commandLine)
    if (options.help) {
      process.stdout.write(HELP)
      return 0
    }
    const cases = [...allCases(), ...generatedCases(options.generated, options.seed)]
    const cache = join(resolve(__dirname, '..'), '.cache', 'conformance')
    return await runConformance({ drivers: DRIVERS, cases, cache, console: processConsole() }, options)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${HELP}`)
    return 2
  }
}

void main(process.argv.slice(2)).then(
  // Drivers end their processes with this one.
  code => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
