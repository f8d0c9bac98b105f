/**
 * Avro's binary encoding. fastavro, which Beam brings along, reads it by a schema without logical types, which it would turn into what Python's dates and decimals can hold;
 * the readers of fields judge what it gives.
 */
export const AVRO_READING = `
def physical(schema):
    """The schema without logical types."""
    if isinstance(schema, list):
        return [physical(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: physical(value) if name in ("type", "items", "values", "fields") else value for name, value in schema.items() if name != "logicalType"}


def avro_schema(text):
    return fastavro.parse_schema(physical(json.loads(text)))


def avro_members(payload):
    """The members of a datum."""
    data = io.BytesIO(payload)
    members = avro_datum(data, AVRO_SCHEMA)
    return members if data.tell() == len(payload) else failed("malformed: bytes behind the record; check that the schema is the writer's")


def confluent_members(payload):
    """The schema's id is not looked up: the schema must be the source's."""
    if len(payload) < 5 or payload[0] != 0:
        failed("malformed: a record begins with a zero byte and the four bytes of its schema's id")
    return avro_members(payload[5:])


def avro_records(stream):
    """The records of an object container file, by its own schema."""
    for block in fastavro.block_reader(stream):
        schema = avro_schema(json.dumps(block.writer_schema))
        data = block.bytes_
        for _ in range(block.num_records):
            start = data.tell()
            members = avro_datum(data, schema)
            yield data.getvalue()[start : data.tell()], lambda _, members=members: members


def avro_datum(data, schema):
    try:
        return fastavro.schemaless_reader(data, schema, None)
    except Exception as error:
        return failed(f"malformed: {type(error).__name__} {error}")


def int64_avro(value):
    return int64(value) if isinstance(value, int) and not isinstance(value, bool) else failed("wrong-type: an integer is required")


def double_avro(value):
    return finite(value) if isinstance(value, float) else failed("wrong-type: a double is required")


def bytes_avro(value):
    return value if isinstance(value, bytes) else failed("wrong-type: bytes are required")


def decimal_avro(precision):
    """Bytes of the unscaled integer, big-endian."""
    return lambda value: decimal(int.from_bytes(bytes_avro(value), "big", signed=True), precision) if value else failed("malformed: a decimal has bytes")


def date_avro(value):
    """Days since 1970-01-01."""
    return valid_time(int64_avro(value) * DAY_MS) // DAY_MS


def epoch_avro(power):
    """What is below the millisecond is cut off, towards minus infinity."""
    return lambda value: valid_time(int64_avro(value) * 10**power if power >= 0 else int64_avro(value) // 10**-power)
`
