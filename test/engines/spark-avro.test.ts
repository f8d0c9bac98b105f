import { checkEngine, compile, findEngine } from '../../engines'
import { decimal, enumeration, list, optional, pipeline, source, stream, string, timestamp } from '../../pipeline'

const spark = findEngine('spark')

function copyOf(format: 'avro' | 'avro-confluent') {
  const lines = source('lines', {
    format,
    schema: {
      at: timestamp('epoch-us'),
      kind: optional(enumeration('on', 'off')),
      price: decimal(9, 2),
      tags: list(string()).named('labels'),
    },
    eventTime: 'at',
    maxDelay: '1 second',
  })
  return pipeline('copy', lines).output(events => events.into(stream('copy'))).definition
}

function textOf(format: 'avro' | 'avro-confluent', variant: string): string {
  return compile(spark, copyOf(format), { variant }).files[0].text
}

test('a datum is read by the schema without logical types, and must end where its record ends', () => {
  const text = textOf('avro-confluent', 'open-source')
  expect(text.slice(text.indexOf('# The record on the wire'), text.indexOf('# The rows of each output'))).toMatchInlineSnapshot(`
"# The record on the wire. Spark's logical types have other ranges, and are left out.
RECORD = json.loads(r"""{"type":"record","name":"lines", "fields": [
    {"name":"at","type":{"type":"long"}},
    {"name":"kind","type":["null",{"type":"enum","name":"lines_kind","symbols":["on","off"]}],"default":null},
    {"name":"price","type":{"type":"bytes"}},
    {"name":"labels","type":{"type":"array","items":"string"}}
]}""")


def in_range(time: str) -> str:
    """Years 1 to 9999."""
    return f"IF({time} BETWEEN -62135596800000L AND 253402300799999L, {time}, NULL)"


def epoch_us(member: str) -> str:
    return in_range(f"CAST(floor(CAST({member} AS DECIMAL(20, 0)) / 1000) AS BIGINT)")


def text(member: str) -> str:
    """UTF-8."""
    return f"try_validate_utf8({member})"


def decimal(member: str, precision: int, scale: int) -> str:
    """The unscaled integer, big-endian: bytes in front of the last 16 repeat the sign."""
    wide = f"lpad(hex({member}), greatest(32, length(hex({member}))), IF(hex({member}) < '8', '0', 'F'))"
    high = f"CAST(conv(substring({wide}, -32, 16), 16, -10) AS DECIMAL(20, 0))"
    low = f"CAST(conv(substring({wide}, -16, 16), 16, 10) AS DECIMAL(20, 0))"
    unit = "CAST('18446744073709551616' AS DECIMAL(20, 0))"
    # Both parts have the sign of the number: no sum on the way has more than 38 digits if it hasn't.
    carry = f"IF({wide} < '8', 0, 1)"
    unscaled = f"try_add(try_multiply({high} + {carry}, {unit}), {low} - {carry} * {unit})"
    is_number = f"{member} <> X'' AND {wide} RLIKE '^(0*[0-7]|F*[89A-F])[0-9A-F]{{31}}$'"
    return f"IF({is_number}, try_cast(concat(CAST({unscaled} AS STRING), 'E-{scale}') AS DECIMAL({precision}, {scale})), NULL)"


# How each field is read from the record: null where it has no value of the type.
FIELDS = {
    "at": epoch_us("payload.record.\`at\`"),
    "kind": "IF(" + text("payload.record.\`kind\`") + " IN ('on', 'off'), " + text("payload.record.\`kind\`") + ", NULL)",
    "price": decimal("payload.record.\`price\`", 9, 2),
    "tags": "transform(payload.record.\`labels\`, element -> " + text("element") + ")",
}

# When a record is an event.
CONDITIONS = [
    "\`at\` IS NOT NULL",
    "(payload.record.\`kind\` IS NULL OR \`kind\` IS NOT NULL)",
    "\`price\` IS NOT NULL",
    "payload.record.\`labels\` IS NOT NULL AND forall(payload.record.\`labels\`, element -> " + text("element") + " IS NOT NULL)",
]

"
`)
  expect(text.slice(text.indexOf('END_OF_RECORD ='), text.indexOf('def events('))).toMatchInlineSnapshot(`
"END_OF_RECORD = {"name": "_corrupt_record", "type": {"type": "fixed", "name": "streambed.end_of_record", "size": 16}}


def avro_record(record: str):
    """The record of a column of bytes, which ends in END_OF_RECORD if it was read as the schema says. The header is cut off: no registry is asked."""
    stamp = [{"name": WATERMARK_MEMBER, "type": ["null", "long"]}] if WATERMARK_MEMBER else []
    schema = {**RECORD, "fields": RECORD["fields"] + stamp + [END_OF_RECORD]}
    datum = f"IF(octet_length({record}) >= 5 AND substring({record}, 1, 1) = X'00', substring({record}, 6), NULL)"
    return from_avro(F.expr(f"concat({datum}, X'656E64206F662061207265636F726421')"), json.dumps(schema), {"mode": "PERMISSIVE"})


def records(spark: SparkSession, partition: int) -> DataFrame:
    """A partition's records with their fields, and why they are no events."""
    stamped = f"payload.record.\`{WATERMARK_MEMBER}\`" if WATERMARK_MEMBER else "CAST(NULL AS BIGINT)"
    record = avro_record("payload")
    read_once = read(spark, partition).withColumn("payload", F.struct(F.col("payload").alias("text"), record.alias("record")))
    fields = [f"{value} AS \`{name}\`" for name, value in FIELDS.items()]
    problem = f"""CASE
            WHEN octet_length(payload.text) > 1048576 THEN 'too-large'
            WHEN COALESCE(payload.record.\`_corrupt_record\`, X'') <> X'656E64206F662061207265636F726421' THEN 'malformed'
            WHEN NOT COALESCE({" AND ".join(CONDITIONS)}, FALSE) THEN 'wrong-type'
            WHEN \`at\` > unix_millis(arrival_time) + 300000L THEN 'time-ahead'
        END AS decode_problem"""
    return read_once.selectExpr("*", f"{stamped} AS watermark_ms", *fields).selectExpr("*", problem)


"
`)
})

test('without a registry’s header the whole record is the datum', () => {
  expect(textOf('avro', 'open-source')).toContain('    datum = f"{record}"\n')
})

test('Spark 3.5 has no function that looks at UTF-8', () => {
  expect(textOf('avro', 'open-source')).toContain('try_validate_utf8')
  expect(textOf('avro', 'synapse')).not.toContain('try_validate_utf8')
})

test('the manifest names the package, but for services, which have it', () => {
  const packagesOf = (variant: string) => compile(spark, copyOf('avro'), { variant }).manifest['packages']
  expect(packagesOf('open-source')).toContain('org.apache.spark:spark-avro_2.13')
  expect(packagesOf('open-source-hudi')).toContain('org.apache.spark:spark-avro_2.12')
  expect(packagesOf('databricks')).toEqual([])
})

test('files of Avro are refused', () => {
  expect(checkEngine(spark, copyOf('avro'), 'files')).toMatchObject([{ path: 'source.format', kind: 'not-written' }])
})
