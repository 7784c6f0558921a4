package differential;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * Fills any generated message of Apache Kafka with content, driven by the schema of one version, so that no message
 * and no field has to be listed by hand. The same class and version always give the same content.
 */
final class Specimen {
    /** How a message is filled. */
    enum Variant {
        /** Every field of the version set to something that is not its default; two elements in each array. */
        FULL,
        /** Nullable strings, bytes and records null; everything else as in FULL with one element per array. */
        NULL_LEAVES,
        /** Everything nullable null, the outermost first. */
        NULL,
        /** Nothing set. */
        EMPTY,
        /** As FULL, and each structure carries two tagged fields that no version knows. */
        UNKNOWN_TAGS
    }

    private final Variant variant;
    private int count = 0;

    private Specimen(Variant variant) {
        this.variant = variant;
    }

    /** A filled message of the given class. */
    static <T extends Message> T of(Class<T> type, short version, Variant variant) throws Exception {
        T message = type.getDeclaredConstructor().newInstance();
        if (variant != Variant.EMPTY) {
            Schema[] schemas = (Schema[]) type.getField("SCHEMAS").get(null);
            new Specimen(variant).fill(message, schemas[version]);
        }
        return message;
    }

    private void fill(Object message, Schema schema) throws Exception {
        for (BoundField field : schema.fields()) {
            if (field.def.type instanceof TaggedFields tagged) {
                for (Field known : tagged.fields().values()) {
                    set(message, known);
                }
                if (variant == Variant.UNKNOWN_TAGS) {
                    List<RawTaggedField> unknown = ((Message) message).unknownTaggedFields();
                    unknown.add(new RawTaggedField(1000, new byte[] {(byte) ++count, 2, 3}));
                    unknown.add(new RawTaggedField(70000, new byte[0]));
                }
            } else {
                set(message, field.def);
            }
        }
    }

    private void set(Object message, Field field) throws Exception {
        Method setter = setter(message.getClass(), field.name);
        Object value = value(setter.getGenericParameterTypes()[0], field.type);
        Object unset = message.getClass().getDeclaredConstructor().newInstance();
        Method getter = message.getClass().getMethod(getterName(setter));
        if (value != null && value.equals(getter.invoke(unset)) && variant != Variant.NULL) {
            value = value(setter.getGenericParameterTypes()[0], field.type);
            if (value instanceof Boolean flag && flag.equals(getter.invoke(unset))) {
                value = !flag;
            }
        }
        setter.invoke(message, value);
    }

    private static String getterName(Method setter) {
        String name = setter.getName().substring(3);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Method setter(Class<?> type, String fieldName) {
        String wanted = "set" + fieldName.replace("_", "");
        for (Method method : type.getMethods()) {
            if (method.getName().equalsIgnoreCase(wanted) && method.getParameterCount() == 1) {
                return method;
            }
        }
        throw new IllegalStateException(type + " has no setter for " + fieldName);
    }

    private Object value(Type wanted, org.apache.kafka.common.protocol.types.Type wire) throws Exception {
        boolean structured = wire.isArray() || wire instanceof Schema;
        if (wire.isNullable() && (variant == Variant.NULL || variant == Variant.NULL_LEAVES && !structured)) {
            return null;
        }
        if (wire.isArray()) {
            return array(wanted, wire.arrayElementType().orElseThrow());
        }
        if (wire instanceof Schema schema) {
            Object struct = ((Class<?>) wanted).getDeclaredConstructor().newInstance();
            fill(struct, schema);
            return struct;
        }
        return leaf((Class<?>) wanted, wire.toString(), ++count);
    }

    @SuppressWarnings("unchecked")
    private Object array(Type wanted, org.apache.kafka.common.protocol.types.Type element) throws Exception {
        Collection<Object> collection;
        Type elementType;
        if (wanted instanceof ParameterizedType list) {
            collection = new ArrayList<>();
            elementType = list.getActualTypeArguments()[0];
        } else {
            Class<?> own = (Class<?>) wanted;
            collection = (Collection<Object>) own.getDeclaredConstructor().newInstance();
            elementType = ((ParameterizedType) own.getGenericSuperclass()).getActualTypeArguments()[0];
        }
        int size = variant == Variant.FULL || variant == Variant.UNKNOWN_TAGS ? 2 : 1;
        for (int i = 0; i < size; i++) {
            collection.add(value(elementType, element));
        }
        return collection;
    }

    private static Object leaf(Class<?> wanted, String wire, int n) {
        if (wanted == boolean.class || wanted == Boolean.class) {
            return true;
        } else if (wanted == byte.class || wanted == Byte.class) {
            return (byte) (1 + n % 120);
        } else if (wanted == short.class || wanted == Short.class) {
            return (short) (0x0200 + n);
        } else if (wanted == int.class || wanted == Integer.class) {
            return wire.equals("UINT16") ? 0xF000 + n : 0x03040500 + n;
        } else if (wanted == long.class || wanted == Long.class) {
            return wire.equals("UINT32") ? 0xF0000000L + n : 0x0405060708090A00L + n;
        } else if (wanted == double.class) {
            return 1.5 + n;
        } else if (wanted == String.class) {
            return "text-\u00e9-" + n;
        } else if (wanted == Uuid.class) {
            return new Uuid(0x0102030405060708L, 0x1112131415161700L + n);
        } else if (wanted == byte[].class) {
            return new byte[] {(byte) n, 0, 1};
        } else if (wanted == ByteBuffer.class) {
            return ByteBuffer.wrap(new byte[] {(byte) n, 0, 2});
        } else if (BaseRecords.class.isAssignableFrom(wanted)) {
            return MemoryRecords.withRecords((byte) 2, 5L, Compression.NONE, TimestampType.CREATE_TIME,
                new SimpleRecord(1_700_000_000_000L + n, "key".getBytes(StandardCharsets.UTF_8),
                    ("value " + n).getBytes(StandardCharsets.UTF_8)));
        }
        throw new IllegalStateException("no content known for " + wanted + " as " + wire);
    }
}
