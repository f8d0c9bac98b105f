/** The transforms that give the events; each has an output for the records that don't decode. */
export const PARTITIONS = `
class ReadPartitions(beam.PTransform):
    """
    The events of files. A file is a partition and read in its order, so that each event comes with the watermark before it: the
    greatest time so far in its partition, less the delay.
    """

    def __init__(self, files):
        self.files = files

    def expand(self, root):
        found = [metadata.path for match in FileSystems.match([self.files]) for metadata in match.metadata_list]
        read = beam.ParDo(ReadPartition()).with_outputs("dead_letters", main="events")
        outputs = root | beam.Create(list(enumerate(sorted(found)))) | beam.Reshuffle() | read
        outputs.events.element_type = RowTypeConstraint.from_fields([(name, Any) for name in EVENT_COLUMNS])
        outputs.dead_letters.element_type = RowTypeConstraint.from_fields([("line", str)])
        return {"events": outputs.events, "dead_letters": outputs.dead_letters}


class ReadPartition(beam.DoFn):
    def process(self, file):
        partition, path = file
        watermark_ms = None
        with FileSystems.open(path) as stream:
            for offset, (payload, members_of) in enumerate(records_of(stream)):
                try:
                    event = decoded(payload, members_of)
                except (ValueError, RecursionError) as error:
                    text = undecoded(payload, error, partition=partition, offset=offset)
                    yield beam.pvalue.TaggedOutput("dead_letters", beam.Row(line=text))
                    continue
                time_ms = event[EVENT_TIME]
                yield beam.Row(**dict(zip(EVENT_COLUMNS, [*event.values(), time_ms, watermark_ms, partition, offset])))
                watermark_ms = time_ms - MAX_DELAY_MS if watermark_ms is None else max(watermark_ms, time_ms - MAX_DELAY_MS)
`

export const MESSAGES = `
class DecodeMessages(beam.PTransform):
    """The events of Pub/Sub messages with their time of publication."""

    def expand(self, messages):
        decode = beam.ParDo(DecodeMessage()).with_outputs("dead_letters", main="events")
        outputs = messages | decode
        outputs.events.element_type = RowTypeConstraint.from_fields([(name, Any) for name in EVENT_COLUMNS])
        outputs.dead_letters.element_type = RowTypeConstraint.from_fields([("line", str)])
        return {"events": outputs.events, "dead_letters": outputs.dead_letters}


class DecodeMessage(beam.DoFn):
    def process(self, message):
        published_us = message.published_at.micros
        try:
            event = decoded(message.payload, members_of)
            ahead_ms = event[EVENT_TIME] - published_us // 1000
            if MAX_AHEAD_MS is not None and ahead_ms > MAX_AHEAD_MS:
                failed(f"time-ahead: got a time {ahead_ms} ms after the arrival, at most {MAX_AHEAD_MS} ms are allowed")
        except (ValueError, RecursionError) as error:
            text = undecoded(message.payload, error, published_us=published_us)
            yield beam.pvalue.TaggedOutput("dead_letters", beam.Row(line=text))
            return
        yield beam.Row(**dict(zip(EVENT_COLUMNS, [*event.values(), event[EVENT_TIME], published_us])))
`
