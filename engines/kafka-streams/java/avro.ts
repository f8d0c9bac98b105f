import { type JavaMembers, java } from './member'

/** Reading Avro's binary encoding (specification 1.11) as strictly as the law, by the schema of the source: no library, and no registry. */
export const AVRO: JavaMembers = {
  Avro: java`
    /** The values of one datum, in their order. */
    static final class Avro {
      private final ByteBuffer in;
      private final int size;

      Avro(byte[] record, int maxBytes, boolean hasHeader) {
        if (record == null) throw new Fault("malformed", "the record has no value");
        if (record.length > maxBytes) throw new Fault("too-large", "got " + record.length + " bytes; at most " + maxBytes + " are allowed");
        in = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        size = record.length;
        // The schema's id is not looked up: the schema must be the source's.
        if (hasHeader && (size < 5 || part(5)[0] != 0)) throw new Fault("malformed", "the record must begin with a zero byte and its schema's id");
      }

      /** The record, if nothing stands behind it. */
      Map<String, Object> complete(Map<String, Object> members) {
        if (in.hasRemaining()) throw new Fault("malformed", "got " + in.remaining() + " bytes behind the record; check that the schema is the writer's");
        return members;
      }

      long int64() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
          byte next = part(1)[0];
          if (shift == 63 && (next & 0xfe) != 0) break;
          value |= (next & 0x7fL) << shift;
          if (next >= 0) return (value >>> 1) ^ -(value & 1);
        }
        throw new Fault("malformed", "got an integer of more than 64 bits");
      }

      byte[] part(int length) {
        if (length > in.remaining()) throw new Fault("malformed", "the record ends too early");
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
      }

      byte[] bytes() {
        long length = int64();
        if (length < 0 || length > in.remaining()) throw new Fault("malformed", "got a length of " + length + " where " + in.remaining() + " bytes are left");
        return part((int) length);
      }

      String string() {
        try {
          return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
        } catch (CharacterCodingException invalid) {
          throw new Fault("invalid-utf8", "a string is not UTF-8");
        }
      }

      boolean bool() {
        byte value = part(1)[0];
        if (value != 0 && value != 1) throw new Fault("malformed", "a boolean is 0 or 1");
        return value == 1;
      }

      double float64() {
        if (in.remaining() < 8) throw new Fault("malformed", "the record ends too early");
        double value = in.getDouble();
        if (!Double.isFinite(value)) throw new Fault("out-of-range", "a double must be finite");
        return value;
      }

      BigDecimal decimal(int precision, int scale) {
        byte[] bytes = bytes();
        if (bytes.length == 0) throw new Fault("malformed", "got a decimal without bytes");
        BigDecimal value = new BigDecimal(bytes.length > 32 ? BigInteger.TEN.pow(precision) : new BigInteger(bytes), scale);
        if (value.precision() > precision) throw new Fault("out-of-range", "beyond decimal(" + precision + ", " + scale + ")");
        return value;
      }

      long epoch(int power) {
        return readEpoch(new NumberText(Long.toString(int64())), power);
      }

      LocalDate date() {
        long days = int64();
        if (days < Math.floorDiv(MIN_TIME_MS, 86_400_000L) || days > Math.floorDiv(MAX_TIME_MS, 86_400_000L))
          throw new Fault("invalid-time", "a date is in the years 0001 to 9999");
        return LocalDate.ofEpochDay(days);
      }

      String symbol(String... symbols) {
        long index = int64();
        if (index < 0 || index >= symbols.length) throw new Fault("out-of-range", "got the enum index " + index + "; 0 to " + (symbols.length - 1) + " are allowed");
        return symbols[(int) index];
      }

      /** The union of null and a type. */
      <T> T optional(Supplier<T> read) {
        long branch = int64();
        if (branch != 0 && branch != 1) throw new Fault("malformed", "got the union branch " + branch + "; 0 (null) and 1 are allowed");
        return branch == 0 ? null : read.get();
      }

      <T> List<T> list(Supplier<T> read) {
        List<T> list = new ArrayList<>();
        for (long count = int64(); count != 0; count = int64()) {
          // A negative count comes before the block's length in bytes.
          if (count < 0) bytesOfBlock(int64());
          if (Math.abs(count) < 0 || Math.abs(count) > size - list.size()) throw new Fault("malformed", "got more elements than the record has bytes");
          for (long index = Math.abs(count); index > 0; index--) list.add(read.get());
        }
        return list;
      }

      private void bytesOfBlock(long length) {
        if (length < 0 || length > in.remaining()) throw new Fault("malformed", "got a block of " + length + " bytes where " + in.remaining() + " are left");
      }
    }`,
}
