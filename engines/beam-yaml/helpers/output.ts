/** What the pipeline writes. */
export const OUTPUT = String.raw`
def line(**columns):
    """A row as JSON, as streambed writes it: decimals, dates and bytes as texts, times as epoch milliseconds."""
    return json_line(columns)


def json_line(columns):
    return json.dumps(columns, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@strict
def base64_text(value):
    return base64.b64encode(value).decode()


@strict
def with_members(record, convert):
    """A record whose members of some types are written in another way."""
    return {name: convert[name](value) if name in convert else value for name, value in record.items()}


@strict
def sum_int64(value):
    return value if -(1 << 63) <= value < 1 << 63 else failed(f"aggregate-error: the sum {value} is outside int64")


@strict
def sum_decimal(unscaled):
    return unscaled if abs(unscaled) < 10**38 else failed(f"aggregate-error: the sum {unscaled} has more than 38 digits")


@strict
def sum_double(value):
    return value if math.isfinite(value) else failed("aggregate-error: the sum leaves the finite doubles")


def key(value):
    return failed("null-key: a key is null") if value is None else value


def found(table, *columns):
    """The row of reference data; null where there is none or a column is null."""
    return None if any(column is None for column in columns) else table.get(columns)


def newest_window_end(time_ms, size_ms, hop_ms, offset_ms):
    return (time_ms - offset_ms) // hop_ms * hop_ms + offset_ms + size_ms


def dead_letter(output, error):
    """What is written of an event that gives no row in an output, or of a group whose sum leaves its type."""
    message = error.msg.removeprefix("ValueError(").removesuffix(")").strip("'\"")
    reason = message.split(":")[0] if message.startswith(("null-key:", "aggregate-error:")) else "expression-error"
    return json.dumps({"output": output, "reason": reason, "message": message, "event": error.element._asdict()}, default=str)


def late_event(output, row):
    """What is written of an event that no window takes any more."""
    return json.dumps({"output": output, "reason": "late", "event": row._asdict()}, default=str)
`
