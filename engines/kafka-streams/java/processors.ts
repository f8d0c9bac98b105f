import { type JavaMembers, java } from './member'

/** The parts that every generated class shares: what flows between processors, and how outputs take it. */
export const PROCESSORS: JavaMembers = {
  Tick: java`
    /** A record without value whose header \`tick\` has epoch ms: nothing came until then. */
    record Tick(long time) {}`,
  Row: 'record Row(byte[] json) {}',
  Late: 'record Late(byte[] json) {}',
  DeadLetter: 'record DeadLetter(byte[] json) {}',
  deadLetter: java`
    static DeadLetter deadLetter(String output, String code, String message, Integer partition, Long position, Long arrivalTime, byte[] record) {
      return new DeadLetter(jsonBytes(recordOf("output", output, "code", code, "message", message, "partition", partition,
          "position", position, "arrivalTime", arrivalTime, "record", record)));
    }`,
  tickOf: java`
    /** The time of a tick; null where the record is none. */
    static Long tickOf(Record<?, byte[]> record) {
      Header header = record.value() == null ? record.headers().lastHeader("tick") : null;
      return header == null ? null : Long.valueOf(new String(header.value(), StandardCharsets.UTF_8));
    }`,
  DecodeBase: java`
    /** Reads records, judges their times, and keeps the greatest of them: the watermark is behind it by MAX_DELAY_MS. */
    abstract static class DecodeBase implements Processor<byte[], byte[], byte[], Object> {
      private ProcessorContext<byte[], Object> context;
      private KeyValueStore<Integer, Long> greatest;

      abstract Map<String, Object> members(byte[] record);
      abstract long timeOf(Map<String, Object> members);
      abstract Event read(Map<String, Object> members, long time, Long watermark, Place place);

      @Override public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        greatest = context.getStateStore(GREATEST_TIME);
      }

      @Override public void process(Record<byte[], byte[]> record) {
        int partition = context.recordMetadata().map(RecordMetadata::partition).orElse(0);
        long position = context.recordMetadata().map(RecordMetadata::offset).orElse(0L);
        Long before = greatest.get(partition);
        Long tick = tickOf(record);
        if (tick != null) {
          if (before == null || tick > before) greatest.put(partition, tick);
          context.forward(record.withValue((Object) new Tick(tick)));
          return;
        }
        Place place = new Place(partition, position, record.timestamp(), record.value());
        try {
          Map<String, Object> members = members(record.value());
          long time = timeOf(members);
          Event event = read(members, time, before == null ? null : (Long) (before - MAX_DELAY_MS), place);
          if (MAX_AHEAD_MS >= 0 && time > record.timestamp() + MAX_AHEAD_MS)
            throw new Fault("time-ahead", "the time is " + (time - record.timestamp()) + " ms after the arrival; at most " + MAX_AHEAD_MS + " are allowed");
          if (before == null || time > before) greatest.put(partition, time);
          context.forward(record.withValue((Object) event));
        } catch (Fault fault) {
          context.forward(record.withValue((Object) deadLetter(null, fault.code, fault.getMessage(), partition, position, record.timestamp(), record.value())));
        }
      }
    }`,
  Place: java`
    /** Where a record stands in the log, and the record. */
    record Place(int partition, long position, long arrivalTime, byte[] record) {}`,
  Steps: java`
    /** The steps of one output. An event that fails gives nothing but a dead letter. */
    abstract static class Steps implements Processor<byte[], Object, Object[], Object> {
      final String output;
      ProcessorContext<Object[], Object> context;
      Steps(String output) { this.output = output; }

      abstract void run(Event event);
      abstract void deliver(Record<byte[], Object> record, Event event);
      void tick(Record<byte[], Object> record, long time) {}
      void clear() {}

      @Override public void init(ProcessorContext<Object[], Object> context) {
        this.context = context;
      }

      @Override public void process(Record<byte[], Object> record) {
        if (record.value() instanceof Tick tick) tick(record, tick.time());
        if (!(record.value() instanceof Event event)) return;
        clear();
        try {
          run(event);
        } catch (Failure failure) {
          clear();
          bury(record, event, "expression-error", failure.getMessage());
        }
        deliver(record, event);
      }

      void send(Record<byte[], Object> record, Object[] key, Object value, long timestamp) {
        context.forward(record.withKey(key).withValue(value).withTimestamp(timestamp));
      }

      void bury(Record<byte[], Object> record, Event event, String code, String message) {
        Place place = event.place();
        send(record, null, deadLetter(output, code, message, place.partition(), place.position(), place.arrivalTime(), place.record()), record.timestamp());
      }
    }`,
  EventSteps: java`
    /** Steps whose events are the rows. */
    abstract static class EventSteps extends Steps {
      private final List<byte[]> rows = new ArrayList<>();
      EventSteps(String output) { super(output); }

      void row(Map<String, Object> row) { rows.add(jsonBytes(row)); }

      @Override void clear() { rows.clear(); }

      @Override void deliver(Record<byte[], Object> record, Event event) {
        for (byte[] row : rows) send(record, null, new Row(row), Math.max(0, event.time()));
      }
    }`,
  WindowSteps: java`
    /** Steps before windows. The timestamps that Kafka Streams makes windows of are the events' times, moved by SHIFT_MS where windows have an offset. */
    abstract static class WindowSteps extends Steps {
      private final long shiftMs;
      private final List<Object[]> keys = new ArrayList<>();
      private final List<Object[]> values = new ArrayList<>();
      private boolean hasNullKey;

      WindowSteps(String output, long shiftMs) {
        super(output);
        this.shiftMs = shiftMs;
      }

      /** Whether all windows of a time are closed at a watermark. */
      abstract boolean isLate(long time, long watermark);

      /** An event for its windows; false where a key is null. */
      boolean isKey(Object... key) {
        boolean isKey = !Arrays.asList(key).contains(null);
        if (isKey) keys.add(key);
        else hasNullKey = true;
        return isKey;
      }

      /** The inputs of the aggregates, after the place by which first and last order. */
      void add(Event event, Object... inputs) {
        Object[] value = new Object[inputs.length + 3];
        value[0] = event.time();
        value[1] = (long) event.place().partition();
        value[2] = event.place().position();
        System.arraycopy(inputs, 0, value, 3, inputs.length);
        values.add(value);
      }

      @Override void clear() {
        keys.clear();
        values.clear();
        hasNullKey = false;
      }

      @Override void tick(Record<byte[], Object> record, long time) {
        if (time + shiftMs >= 0) send(record, CLOCK, NOTHING, time + shiftMs);
      }

      @Override void deliver(Record<byte[], Object> record, Event event) {
        Long watermark = event.watermark();
        long time = event.time();
        boolean isLate = watermark != null && isLate(time, watermark);
        if (hasNullKey) bury(record, event, "null-key", "the group key is null");
        if (time + shiftMs < 0) {
          if (!values.isEmpty()) bury(record, event, "invalid-time", "Kafka Streams has no windows before 1970");
        } else if (isLate && !values.isEmpty()) {
          Place place = event.place();
          send(record, null, new Late(jsonBytes(recordOf("eventTime", time, "watermark", watermark, "partition", place.partition(),
              "position", place.position(), "arrivalTime", place.arrivalTime(), "record", place.record()))), record.timestamp());
        } else {
          for (int index = 0; index < values.size(); index++) send(record, keys.get(index), values.get(index), time + shiftMs);
          // Every event moves the watermark, also one that the steps drop: windows see it as an event of a key of its own.
          if (values.isEmpty() && (watermark == null || time > watermark + MAX_DELAY_MS)) send(record, CLOCK, NOTHING, time + shiftMs);
        }
      }
    }`,
  CLOCK: java`
    /** The key of events that only move the time; no other key holds null. */
    static final Object[] CLOCK = {null};`,
  NOTHING: 'static final Object[] NOTHING = {};',
  Rows: java`
    /** Makes rows of closed windows. */
    abstract static class Rows implements Processor<Windowed<Object[]>, Object[], Object[], Object> {
      private final String output;
      private final long shiftMs;
      private final long gapMs;
      private ProcessorContext<Object[], Object> context;
      private Map<String, Object> row;

      /** gapMs: for sessions, else 0. */
      Rows(String output, long shiftMs, long gapMs) {
        this.output = output;
        this.shiftMs = shiftMs;
        this.gapMs = gapMs;
      }

      abstract void finish(Long windowStart, Long windowEnd, Object[] key, Object[] state);

      void row(Map<String, Object> row) { this.row = row; }

      @Override public void init(ProcessorContext<Object[], Object> context) {
        this.context = context;
      }

      @Override public void process(Record<Windowed<Object[]>, Object[]> record) {
        Object[] key = record.key().key();
        if (record.value() == null || Arrays.equals(key, CLOCK)) return;
        row = null;
        Object result;
        try {
          // A session of Kafka Streams ends with its last event.
          finish(record.key().window().start() - shiftMs, record.key().window().end() - shiftMs + gapMs, key, record.value());
          result = row == null ? null : new Row(jsonBytes(row));
        } catch (AggregateFailure failure) {
          result = deadLetter(output, "aggregate-error", failure.getMessage(), null, null, null, null);
        } catch (Failure failure) {
          result = deadLetter(output, "expression-error", failure.getMessage(), null, null, null, null);
        }
        if (result != null) context.forward(record.withKey(key).withValue(result));
      }
    }`,
  windowEnd: java`
    /** The end of the newest window of a time. */
    static long windowEnd(long time, long sizeMs, long hopMs, long offsetMs) {
      return Math.floorDiv(time - offsetMs, hopMs) * hopMs + offsetMs + sizeMs;
    }`,
  send: java`
    /** Rows, late events and dead letters of a stream to their topics. */
    static void send(KStream<?, Object> stream, Properties settings, String output) {
      if (output != null) {
        to(stream, value -> value instanceof Row row ? row.json() : null, topic(settings, "topic.output." + output));
        String late = settings.getProperty("topic.late." + output);
        if (late != null) to(stream, value -> value instanceof Late event ? event.json() : null, late);
      }
      to(stream, value -> value instanceof DeadLetter letter ? letter.json() : null, topic(settings, "topic.dead-letters"));
    }`,
  to: java`
    static void to(KStream<?, Object> stream, Function<Object, byte[]> select, String topic) {
      stream.map((key, value) -> KeyValue.pair((byte[]) null, select.apply(value)))
          .filter((key, json) -> json != null)
          .to(topic, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    }`,
  topic: java`
    static String topic(Properties settings, String name) {
      String topic = settings.getProperty(name);
      if (topic == null || topic.isBlank()) throw new IllegalArgumentException("the setting " + name + " is missing; give the name of a topic");
      return topic;
    }`,
  rowsOfReference: java`
    /** Reference data by the columns that a lookup joins on. */
    static TreeMap<Object[], Object[]> rowsOfReference(String[] rows, Function<Object, Object[]> readKey, Function<Object, Object[]> readRow) {
      TreeMap<Object[], Object[]> table = new TreeMap<>(Pipeline::compareKeys);
      for (String text : rows) {
        Object row = parse(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE).get("row");
        Object[] key = readKey.apply(row);
        if (!Arrays.asList(key).contains(null)) table.put(key, readRow.apply(row));
      }
      return table;
    }`,
  compareKeys: java`
    static int compareKeys(Object[] x, Object[] y) {
      for (int index = 0; index < x.length; index++) {
        int order = compare(x[index], y[index]);
        if (order != 0) return order;
      }
      return 0;
    }`,
  find: java`
    /** The row of a key; a null matches nothing. */
    static Object[] find(TreeMap<Object[], Object[]> table, Object... key) {
      return Arrays.asList(key).contains(null) ? null : table.get(key);
    }`,
}
