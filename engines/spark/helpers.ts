/** Functions of the generated program that write how a member of a record is read; it holds those that it uses. */
export type Helper =
  | 'text'
  | 'number'
  | 'absent'
  | 'int64'
  | 'double'
  | 'decimal'
  | 'in_range'
  | 'epoch_s'
  | 'epoch_ms'
  | 'epoch_us'
  | 'epoch_ns'
  | 'iso8601'
  | 'sql_time'
  | 'date'
  | 'base64_bytes'

interface HelperText {
  readonly needs: readonly Helper[]
  readonly text: string
  /** For Spark 3.5, which has no variants, see `TEXTS_OF_MEMBERS`, and nothing that looks at UTF-8. */
  readonly withoutVariants?: string
}

const CLOCK = '[0-9]{4}-[0-9]{2}-[0-9]{2}'

const HELPERS: Readonly<Record<Helper, HelperText>> = {
  text: {
    needs: [],
    text: `def text(member: str) -> str:
    return f"IF(schema_of_variant({member}) = 'STRING', try_variant_get({member}, '$', 'string'), NULL)"`,
    withoutVariants: `def text(member: str) -> str:
    return f"IF(startswith({member}, '\\"'), substring({member}, 2), NULL)"`,
  },
  number: {
    needs: [],
    text: `def number(member: str) -> str:
    """The digits of a number."""
    return f"IF(schema_of_variant({member}) RLIKE '^(BIGINT|DECIMAL|DOUBLE)', try_variant_get({member}, '$', 'string'), NULL)"`,
    withoutVariants: `def number(member: str) -> str:
    """The digits of a number."""
    return f"IF({member} RLIKE '^[0-9-]', upper({member}), NULL)"`,
  },
  absent: {
    needs: [],
    text: `def absent(member: str) -> str:
    return f"{member} IS NULL OR is_variant_null({member})"`,
    withoutVariants: `def absent(member: str) -> str:
    return f"{member} IS NULL"`,
  },
  int64: {
    needs: ['number'],
    text: `def int64(member: str) -> str:
    """A number that is whole in value: also 1.0 and 1e3."""
    digits = f"CAST(try_cast({number(member)} AS DECIMAL(38, 18)) AS STRING)"
    whole = f"try_cast(regexp_extract({digits}, '^(-?[0-9]+)[.]0+$', 1) AS BIGINT)"
    return f"IF(schema_of_variant({member}) = 'BIGINT', try_variant_get({member}, '$', 'bigint'), {whole})"`,
    withoutVariants: `def int64(member: str) -> str:
    """A number that is whole in value: also 1.0 and 1e3."""
    digits = f"CAST(try_cast({number(member)} AS DECIMAL(38, 18)) AS STRING)"
    return f"try_cast(regexp_extract({digits}, '^(-?[0-9]+)[.]0+$', 1) AS BIGINT)"`,
  },
  double: {
    needs: [],
    text: `def double(member: str) -> str:
    """Finite: 1e400 is no double."""
    return f"nullif(nullif({member}, double('inf')), double('-inf'))"`,
    withoutVariants: `def double(member: str) -> str:
    """Finite: 1e400 is no double."""
    value = f"try_cast(IF({member} RLIKE '^[0-9-]', {member}, NULL) AS DOUBLE)"
    return f"nullif(nullif({value}, double('inf')), double('-inf'))"`,
  },
  decimal: {
    needs: ['number', 'text'],
    text: `def decimal(member: str, precision: int, scale: int) -> str:
    """A number, or one in a text without exponent, that has no more digits than the type."""
    digits = f"COALESCE({number(member)}, regexp_extract({text(member)}, '^-?(0|[1-9][0-9]*)([.][0-9]+)?$', 0))"
    value = f"try_cast({digits} AS DECIMAL({precision}, {scale}))"
    wide = f"try_cast({digits} AS DECIMAL(38, {38 - precision + scale}))"
    is_plain = f"{digits} RLIKE '^-?[0-9]+([.][0-9]{{0,{scale}}}0*)?$'"
    return f"IF({is_plain} OR ({digits} LIKE '%E%' AND {value} = {wide}), {value}, NULL)"`,
  },
  in_range: {
    needs: [],
    text: `def in_range(time: str) -> str:
    """Years 1 to 9999."""
    return f"IF({time} BETWEEN -62135596800000L AND 253402300799999L, {time}, NULL)"`,
  },
  epoch_s: {
    needs: ['number', 'in_range'],
    text: `def epoch_s(member: str) -> str:
    return in_range(f"try_cast(floor(try_multiply(try_cast({number(member)} AS DECIMAL(38, 18)), 1000)) AS BIGINT)")`,
  },
  epoch_ms: {
    needs: ['number', 'in_range'],
    text: `def epoch_ms(member: str) -> str:
    return in_range(f"try_cast(floor(try_cast({number(member)} AS DECIMAL(38, 18))) AS BIGINT)")`,
  },
  epoch_us: {
    needs: ['number', 'in_range'],
    text: `def epoch_us(member: str) -> str:
    return in_range(f"try_cast(floor(try_cast(floor(try_cast({number(member)} AS DECIMAL(38, 18))) AS DECIMAL(20, 0)) / 1000) AS BIGINT)")`,
  },
  epoch_ns: {
    needs: ['number', 'in_range'],
    text: `def epoch_ns(member: str) -> str:
    return in_range(f"try_cast(floor(try_cast(floor(try_cast({number(member)} AS DECIMAL(38, 16))) AS DECIMAL(22, 0)) / 1000000) AS BIGINT)")`,
  },
  iso8601: {
    needs: ['text', 'in_range'],
    text: `ISO8601 = r"^(?!0000)${CLOCK}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?\\\\z"


def iso8601(member: str) -> str:
    return in_range(f"unix_millis(try_cast(upper(regexp_extract({text(member)}, '{ISO8601}', 0)) AS TIMESTAMP))")`,
  },
  sql_time: {
    needs: ['text', 'in_range'],
    text: `SQL_TIME = r"^(?!0000)${CLOCK} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?\\\\z"


def sql_time(member: str) -> str:
    return in_range(f"unix_millis(try_cast(regexp_extract({text(member)}, '{SQL_TIME}', 0) AS TIMESTAMP))")`,
  },
  date: {
    needs: ['text'],
    text: `DATE = r"^(?!0000)${CLOCK}\\\\z"


def date(member: str) -> str:
    return f"try_cast(regexp_extract({text(member)}, '{DATE}', 0) AS DATE)"`,
  },
  base64_bytes: {
    needs: ['text'],
    text: `def base64_bytes(member: str) -> str:
    """Base64 with padding: what isn't written so comes out differently."""
    value = f"try_to_binary({text(member)}, 'base64')"
    return f"IF(base64({value}) = {text(member)}, {value}, NULL)"`,
  },
}

/**
 * For Spark 3.5, where a member is read as a text: `JacksonParser` takes every token for one, of a number with a fraction the nearest double, as
 * Jackson's `copyCurrentStructure` writes it. What is no JSON stays none.
 */
export const TEXTS_OF_MEMBERS = `# Spark 3.5 reads a number into a text by its nearest double: numbers become texts before, and texts get a quote in front, to be told from all else.
STRING = r'"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+"'
TEXT = rf'\\G((?:[^"]++|{STRING}\\s*+:)*+)"({STRING[1:-1]})"'
NUMBER = rf'\\G((?:[^"0-9-]++|{STRING})*+)(-?(?:0|[1-9][0-9]*+)(?:[.][0-9]++)?+(?:[eE][+-]?[0-9]++)?+)(?=[\\s,\\]}}])'


def texts_of_members(record):
    return F.regexp_replace(F.regexp_replace(record, TEXT, r'$1"\\\\"$2"'), NUMBER, '$1"$2"')`

/** Where Avro's own types are read: what is in it already is not looked at again. */
const OF_AVRO: Readonly<Partial<Record<Helper, HelperText>>> = {
  text: {
    needs: [],
    text: `def text(member: str) -> str:
    """UTF-8."""
    return f"try_validate_utf8({member})"`,
    withoutVariants: `def text(member: str) -> str:
    return member`,
  },
  double: {
    needs: [],
    text: `def double(member: str) -> str:
    """Finite."""
    return f"IF(abs({member}) <= 1.7976931348623157E308D, {member}, NULL)"`,
  },
  decimal: {
    needs: [],
    text: `def decimal(member: str, precision: int, scale: int) -> str:
    """The unscaled integer, big-endian: bytes in front of the last 16 repeat the sign."""
    wide = f"lpad(hex({member}), greatest(32, length(hex({member}))), IF(hex({member}) < '8', '0', 'F'))"
    high = f"CAST(conv(substring({wide}, -32, 16), 16, -10) AS DECIMAL(20, 0))"
    low = f"CAST(conv(substring({wide}, -16, 16), 16, 10) AS DECIMAL(20, 0))"
    unit = "CAST('18446744073709551616' AS DECIMAL(20, 0))"
    # Both parts have the sign of the number: no sum on the way has more than 38 digits if it hasn't.
    carry = f"IF({wide} < '8', 0, 1)"
    unscaled = f"try_add(try_multiply({high} + {carry}, {unit}), {low} - {carry} * {unit})"
    is_number = f"{member} <> X'' AND {wide} RLIKE '^(0*[0-7]|F*[89A-F])[0-9A-F]{{31}}$'"
    return f"IF({is_number}, try_cast(concat(CAST({unscaled} AS STRING), 'E-{scale}') AS DECIMAL({precision}, {scale})), NULL)"`,
  },
  epoch_s: {
    needs: ['in_range'],
    text: `def epoch_s(member: str) -> str:
    return in_range(f"try_multiply({member}, 1000L)")`,
  },
  epoch_ms: {
    needs: ['in_range'],
    text: `def epoch_ms(member: str) -> str:
    return in_range(member)`,
  },
  epoch_us: {
    needs: ['in_range'],
    text: `def epoch_us(member: str) -> str:
    return in_range(f"CAST(floor(CAST({member} AS DECIMAL(20, 0)) / 1000) AS BIGINT)")`,
  },
  epoch_ns: {
    needs: ['in_range'],
    text: `def epoch_ns(member: str) -> str:
    return in_range(f"CAST(floor(CAST({member} AS DECIMAL(20, 0)) / 1000000) AS BIGINT)")`,
  },
  date: {
    needs: [],
    text: `def date(member: str) -> str:
    """Years 1 to 9999."""
    return f"IF({member} BETWEEN -719162 AND 2932896, date_from_unix_date({member}), NULL)"`,
  },
}

/** The definitions of these helpers and of what they need, those first. */
export function helperTexts(used: ReadonlySet<Helper>, isAvro: boolean, variants: boolean): readonly string[] {
  const of = (helper: Helper): HelperText => (isAvro ? OF_AVRO[helper] : undefined) ?? HELPERS[helper]
  const wanted = new Set<Helper>()
  const add = (helper: Helper): void => {
    of(helper).needs.forEach(add)
    wanted.add(helper)
  }
  used.forEach(add)
  return [...wanted].map(helper => {
    const { text, withoutVariants } = of(helper)
    return variants ? text : (withoutVariants ?? text)
  })
}
