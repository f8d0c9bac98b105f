import { pythonText } from './python'

const OPTIMIZER = 'org.apache.spark.sql.catalyst.optimizer'

interface Setting {
  readonly name: string
  readonly value: string
  readonly why: string
}

/** What the text's meaning rests on; set by the program itself. */
export const SETTINGS: readonly Setting[] = [
  { name: 'spark.sql.session.timeZone', value: 'UTC', why: 'Times are UTC.' },
  { name: 'spark.sql.ansi.enabled', value: 'true', why: 'Casts and overflows as the try_ functions in the text expect them.' },
  { name: 'spark.sql.caseSensitive', value: 'true', why: 'Fields may differ by case alone.' },
  { name: 'spark.sql.variable.substitute', value: 'false', why: 'No variables in SQL.' },
  { name: 'spark.sql.decimalOperations.allowPrecisionLoss', value: 'false', why: 'Decimals keep their scale.' },
  {
    name: 'spark.sql.optimizer.excludedRules',
    value: [
      'InferFiltersFromConstraints',
      'PushDownPredicates',
      'PushPredicateThroughNonJoin',
      'PushdownPredicatesAndPruneColumnsForCTEDef',
    ]
      .map(rule => `${OPTIMIZER}.${rule}`)
      .join(','),
    why: 'Every event moves the watermark, also one that a later step drops: conditions must not be pushed below it.',
  },
  {
    name: 'spark.sql.parquet.outputTimestampType',
    value: 'TIMESTAMP_MICROS',
    why: "Other readers of Spark's default, INT96, hold no times beyond 2262.",
  },
  { name: 'spark.sql.streaming.multipleWatermarkPolicy', value: 'min', why: 'A window closes when every partition has passed its end.' },
]

/** The settings as a dictionary of Python. */
export function settingsText(): string {
  const lines = SETTINGS.flatMap(({ name, value, why }) => [`    # ${why}`, ...entry(name, value)])
  return `SETTINGS = {\n${lines.join('\n')}\n}`
}

function entry(name: string, value: string): readonly string[] {
  const parts = value.split(',')
  if (parts.length === 1) return [`    ${pythonText(name)}: ${pythonText(value)},`]
  const rows = parts.map((part, index) => `        ${pythonText(index === parts.length - 1 ? part : `${part},`)}`)
  return [`    ${pythonText(name)}: (`, ...rows, '    ),']
}
