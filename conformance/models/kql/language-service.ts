import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Progress } from '../../driver'
import { checksumsOf, differences, installOnce } from '../../install'
import { runProcess } from '../../process'

const PACKAGE = '@kusto/language-service-next@12.4.1'
/** What of it is loaded, in this order. */
const CHECKSUMS = {
  'bridge.min.js': '5edc505e5634daf2922197797740180d587d15b5f0f505c95ad7b5dd6b5daae8',
  'Kusto.Language.Bridge.min.js': '3a96a4ac1bff095ba49d6606e7d591f5d00519b529c51a6850032f62b0960a86',
}

/** What of Microsoft's language service for Kusto is used; it comes without types that fit. */
interface Kusto {
  readonly Symbols: {
    readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } }
    readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly unknown[]) => unknown }
  }
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } }
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: unknown): { GetDiagnostics(): DiagnosticList } }
}
interface DiagnosticList {
  readonly Count: number
  getItem(index: number): { readonly Message: string; readonly Start: number }
}

const libraryIn = (folder: string): string => join(folder, 'node_modules', '@kusto', 'language-service-next')

export async function installLanguageService(folder: string, progress: Progress): Promise<void> {
  await installOnce({
    what: PACKAGE,
    folder,
    wanted: { package: PACKAGE, checksums: CHECKSUMS },
    progress,
    install: async logFile => {
      await runProcess({
        command: process.platform === 'win32' ? 'npm.cmd' : 'npm',
        arguments: ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', PACKAGE],
        folder,
        logFile,
        timeoutMs: 10 * 60_000,
      })
    },
    verify: () =>
      differences(
        CHECKSUMS,
        checksumsOf(libraryIn(folder), name => name in CHECKSUMS),
      ),
  })
}

/** Loads the language service from where it was installed. */
export function loadLanguageService(folder: string): Kusto {
  const load = createRequire(join(libraryIn(folder), 'package.json'))
  for (const file of Object.keys(CHECKSUMS)) load(`./${file}`)
  // The library puts itself among the globals.
  return (globalThis as unknown as { readonly Kusto: { readonly Language: Kusto } }).Kusto.Language
}

/** What the language service finds wrong with a query over one table, whose schema is `(name: type, …)`; empty where it is right. */
export function problemsOf(kusto: Kusto, query: string, table: string, schema: string): readonly string[] {
  const database = new kusto.Symbols.DatabaseSymbol.ctor('database', [kusto.Symbols.TableSymbol.From(schema).WithName(table)])
  const found = kusto.KustoCode.ParseAndAnalyze(query, kusto.GlobalState.Default.WithDatabase(database)).GetDiagnostics()
  return Array.from({ length: found.Count }, (_, index) => {
    const { Message, Start } = found.getItem(index)
    return `${Message} Near: ${query.slice(Start, Start + 60)}`
  })
}
