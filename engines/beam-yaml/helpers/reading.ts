/** JSON records into events, by the schema of the source. */
export const READING = String.raw`
class Number(str):
    """A JSON number as it is written: a double would lose digits."""


def no_constant(name):
    return failed(f"malformed: {name} is not JSON")


def text_of(payload):
    return payload.removeprefix(b"\xef\xbb\xbf").decode("utf-8")


def json_members(payload):
    """The members of a record. Of members with one name the last one counts."""
    text = text_of(payload)
    value = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=no_constant)
    if "\\" in text or text.count("[") + text.count("{") > 64:
        check_json(value, 64)
    return value if isinstance(value, dict) else failed("wrong-type: a record is a JSON object")


def check_json(value, depth):
    """Half surrogate pairs are no text; objects and arrays may be nested to a depth."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, (dict, list)):
        if depth == 0:
            failed("too-deep: at most 64 objects and arrays may be in one another")
        for item in value:
            check_json(item, depth - 1)
            if isinstance(value, dict):
                check_json(value[item], depth - 1)


def required(name, read, wire_name=None):
    """A field that must be there and not null."""

    def of_members(members):
        value = members.get(wire_name or name)
        return failed(f"missing-field: {wire_name or name} is required") if value is None else read(value)

    return name, of_members


def optional(name, read, wire_name=None):
    """A field that may be null or missing."""

    def of_members(members):
        value = members.get(wire_name or name)
        return None if value is None else read(value)

    return name, of_members


def record_json(*fields):
    def read(value):
        if not isinstance(value, dict):
            failed("wrong-type: an object is required")
        return {name: of_members(value) for name, of_members in fields}

    return read


def list_json(element, nulls=False):
    def read(values):
        if not isinstance(values, list) or (None in values and not nulls):
            failed("wrong-type: a list is required, without null where its elements are not optional")
        return [None if value is None else element(value) for value in values]

    return read


def string_json(value):
    return value if isinstance(value, str) and not isinstance(value, Number) else failed("wrong-type: a string is required")


def boolean_json(value):
    return value if isinstance(value, bool) else failed("wrong-type: a boolean is required")


def number_json(value):
    return value if isinstance(value, Number) else failed("wrong-type: a number is required")


def scaled_number(text, power, floor=False):
    """The number times 10 to the power, where that is an integer, or else rounded down; never more than 40 digits."""
    sign, whole, after, exponent = JSON_NUMBER.fullmatch(text).groups(default="")
    digits = (whole + after).lstrip("0")
    kept = digits.rstrip("0")
    shift = int(exponent or 0) - len(after) + power + len(digits) - len(kept)
    if not kept:
        return 0
    if len(kept) + shift > 40:
        failed(f"out-of-range: {text[:40]}")
    if shift < 0 and not floor:
        failed(f"wrong-type: {text[:40]} has too many digits after the point")
    magnitude = int(kept + "0" * shift) if shift >= 0 else int(kept[: max(0, len(kept) + shift)] or 0)
    return -magnitude - (shift < 0) if sign else magnitude


def int64_json(value):
    return int64(scaled_number(number_json(value), 0))


def double_json(value):
    return finite(float(number_json(value)))


def decimal_json(precision, scale):
    """A number, or a string that holds one without exponent."""

    def read(value):
        if not isinstance(value, Number) and not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", string_json(value)):
            failed("wrong-type: a decimal is required")
        return decimal(scaled_number(value, scale), precision)

    return read


def bytes_json(value):
    text = string_json(value)
    decoded = base64.b64decode(text.encode("ascii"), validate=True)
    return decoded if base64.b64encode(decoded).decode() == text else failed("wrong-type: bytes are base64 with padding")


def enum_json(*values):
    return lambda value: text_to_enum(string_json(value), values)


def date_json(value):
    return text_to_date(string_json(value))


def epoch_json(power):
    """A number; what is below the millisecond is cut off, towards minus infinity."""
    return lambda value: valid_time(scaled_number(number_json(value), power, floor=True))


TIME_TEXT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ])([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?")


def time_of(text, match):
    date, _, hours, minutes, seconds, after, zone = match.groups(default="")
    if int(hours) > 23 or int(minutes) > 59 or int(seconds) > 59:
        failed(f"invalid-time: {text[:40]!r}")
    return valid_time(text_to_date(date) * DAY_MS + clock_ms(hours, minutes, seconds, after) - zone_ms(zone))


def iso8601_json(value):
    """YYYY-MM-DDThh:mm:ss[.fraction][Z|±hh[[:]mm]]; without a zone it is UTC."""
    match = TIME_TEXT.fullmatch(string_json(value))
    return time_of(value, match) if match and match[2] != " " else failed(f"invalid-time: {value[:40]!r}")


def sql_json(value):
    """YYYY-MM-DD hh:mm:ss[.fraction], in UTC."""
    match = TIME_TEXT.fullmatch(string_json(value))
    return time_of(value, match) if match and match[2] == " " and match[7] is None else failed(f"invalid-time: {value[:40]!r}")


def decoded(payload, members_of):
    """The event of a record."""
    if len(payload) > MAX_RECORD_BYTES:
        failed(f"too-large: got {len(payload)} bytes, at most {MAX_RECORD_BYTES} are allowed")
    members = members_of(payload)
    event = {name: of_members(members) for name, of_members in SOURCE}
    return failed("invalid-time: the event time is required") if event[EVENT_TIME] is None else event


def line_records(stream, members_of):
    return ((line.rstrip(b"\n"), members_of) for line in iter(stream.readline, b""))


def undecoded(payload, error, **place):
    """What is written of a record that gives no event."""
    return json.dumps({"reason": "decode-error", "message": str(error), **place, "record": payload.decode("utf-8", "backslashreplace")})
`
