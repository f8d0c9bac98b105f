import { compile, findEngine } from '../../engines'
import { decimal, optional, pipeline, source, stream, string, timestamp } from '../../pipeline'

test('a line of CSV becomes an object of JSON', () => {
  const readings = source('readings', {
    format: 'csv',
    schema: { at: timestamp('epoch-ms'), name: optional(string()).named('the "name"'), price: decimal(9, 2) },
    eventTime: 'at',
    maxDelay: '1 second',
  })
  const { definition } = pipeline('copy', readings).output(events => events.into(stream('copy')))
  const { text } = compile(findEngine('spark'), definition, { variant: 'files' }).files[0]
  expect(text.slice(text.indexOf('# A cell of CSV'), text.indexOf('    read_once'))).toMatchInlineSnapshot(`
"# A cell of CSV as it stands (RFC 4180), and the cells of a line: their names in JSON, and when they are numbers or booleans there.
CELL = r'("[^"]*+(?:""[^"]*+)*+"|[^",\\r\\n]*+)'
CELLS = [
    ("\\"at\\":", "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?"),
    ("\\"the \\\\\\"name\\\\\\"\\":", None),
    ("\\"price\\":", "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?"),
]


def csv_object(line: str):
    """The line as an object of JSON; null where it has other cells than the fields. An empty cell without quotes is null."""
    pattern = r"^\\x{FEFF}?" + ",".join([CELL] * len(CELLS)) + r"\\z"
    members = []
    for place, (name, form) in enumerate(CELLS, start=1):
        cell = F.regexp_extract(line, pattern, place)
        unquoted = F.regexp_replace(F.regexp_replace(cell, r'^"|"\\z', ""), '""', '"')
        text = F.when(cell.startswith('"'), unquoted).when(cell != "", cell)
        member = F.regexp_replace(F.to_json(F.array(text)), r"^\\[|\\]\\z", "")
        if form:
            member = F.when(text.rlike(rf"^(?:{form})\\z"), text).otherwise(member)
        members.append(F.concat(F.lit(name), member))
    return F.when(F.col(line).rlike(pattern), F.concat(F.lit("{"), F.concat_ws(",", *members), F.lit("}")))


def records(spark: SparkSession, partition: int) -> DataFrame:
    """A partition's records with their fields, and why they are no events."""
    stamp = [StructField(WATERMARK_MEMBER, LongType())] if WATERMARK_MEMBER else []
    stamped = f"payload.record.\`{WATERMARK_MEMBER}\`" if WATERMARK_MEMBER else "CAST(NULL AS BIGINT)"
    options = {"columnNameOfCorruptRecord": "_corrupt_record", "allowSingleQuotes": "false", "allowNonNumericNumbers": "false"}
    record = F.from_json(csv_object("payload"), StructType(RECORD.fields + stamp), options)
"
`)
})
