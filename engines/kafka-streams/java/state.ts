import { type JavaMembers, java } from './member'

/** How keys, events between tasks, and aggregates are stored. */
export const STATE: JavaMembers = {
  VALUES: java`
    /** Arrays of values as bytes; the same for equal values, since Kafka finds keys and partitions by them. */
    static final Serde<Object[]> VALUES = Serdes.serdeFrom((topic, values) -> toBytes(values), (topic, bytes) -> fromBytes(bytes));`,
  toBytes: java`
    static byte[] toBytes(Object[] values) {
      if (values == null) return null;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        writeValue(out, values);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return bytes.toByteArray();
    }`,
  fromBytes: java`
    static Object[] fromBytes(byte[] bytes) {
      if (bytes == null) return null;
      try {
        return (Object[]) readValue(new DataInputStream(new ByteArrayInputStream(bytes)));
      } catch (IOException damaged) {
        throw new UncheckedIOException(damaged);
      }
    }`,
  writeValue: java`
    static void writeValue(DataOutputStream out, Object value) throws IOException {
      if (value == null) out.writeByte(0);
      else if (value instanceof Boolean truth) out.writeByte(truth ? 1 : 2);
      else if (value instanceof Long number) { out.writeByte(3); out.writeLong(number); }
      // Negative zero equals zero.
      else if (value instanceof Double number) { out.writeByte(4); out.writeDouble(number + 0.0); }
      else if (value instanceof String text) { out.writeByte(5); writeBytes(out, text.getBytes(StandardCharsets.UTF_8)); }
      else if (value instanceof BigDecimal decimal) { out.writeByte(6); out.writeInt(decimal.scale()); writeBytes(out, decimal.unscaledValue().toByteArray()); }
      else if (value instanceof BigInteger whole) { out.writeByte(7); writeBytes(out, whole.toByteArray()); }
      else if (value instanceof byte[] bytes) { out.writeByte(8); writeBytes(out, bytes); }
      else if (value instanceof LocalDate date) { out.writeByte(9); out.writeLong(date.toEpochDay()); }
      else if (value instanceof Object[] array) { out.writeByte(10); writeAll(out, Arrays.asList(array)); }
      else if (value instanceof List<?> list) { out.writeByte(11); writeAll(out, list); }
      else if (value instanceof Map<?, ?> map) {
        out.writeByte(value instanceof TreeMap ? 12 : 13);
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) { writeValue(out, entry.getKey()); writeValue(out, entry.getValue()); }
      } else throw new IllegalArgumentException("values of " + value.getClass() + " are not stored");
    }`,
  writeAll: java`
    static void writeAll(DataOutputStream out, List<?> values) throws IOException {
      out.writeInt(values.size());
      for (Object value : values) writeValue(out, value);
    }`,
  writeBytes: java`
    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
      out.writeInt(bytes.length);
      out.write(bytes);
    }`,
  readBytesOf: java`
    static byte[] readBytesOf(DataInputStream in) throws IOException {
      return in.readNBytes(in.readInt());
    }`,
  readValue: java`
    static Object readValue(DataInputStream in) throws IOException {
      int kind = in.readByte();
      switch (kind) {
        case 0: return null;
        case 1: case 2: return kind == 1;
        case 3: return in.readLong();
        case 4: return in.readDouble();
        case 5: return new String(readBytesOf(in), StandardCharsets.UTF_8);
        case 6: { int scale = in.readInt(); return new BigDecimal(new BigInteger(readBytesOf(in)), scale); }
        case 7: return new BigInteger(readBytesOf(in));
        case 8: return readBytesOf(in);
        case 9: return LocalDate.ofEpochDay(in.readLong());
        case 10: case 11: {
          Object[] values = new Object[in.readInt()];
          for (int index = 0; index < values.length; index++) values[index] = readValue(in);
          return kind == 10 ? values : Arrays.asList(values);
        }
        default: {
          Map<Object, Object> map = kind == 12 ? new TreeMap<>(Pipeline::compare) : new LinkedHashMap<>();
          for (int size = in.readInt(); size > 0; size--) { Object key = readValue(in); map.put(key, readValue(in)); }
          return map;
        }
      }
    }`,
}
