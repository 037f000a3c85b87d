// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** A whole spec as text that is easy to compare: each record with its parts, less those that are empty, false or 0. */
public final class SpecText {
    private final StringBuilder text = new StringBuilder();

    private SpecText() {}

    /** The text of a record. */
    public static String of(Record spec) {
        SpecText writer = new SpecText();
        writer.record(spec, "");
        return writer.text.toString();
    }

    private void record(Record value, String indent) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            part(component.getName(), get(value, component), indent);
        }
    }

    private void part(String name, Object value, String indent) {
        Object known = value;
        if (value instanceof Optional<?> optional) {
            known = optional.orElse(null);
        } else if (value instanceof OptionalInt optional) {
            known = optional.isPresent() ? optional.getAsInt() : null;
        }
        if (known == null || known.equals("") || known.equals(false) || known.equals(0) || isOff(known)) {
            return;
        }
        if (known instanceof Collection<?> items) {
            items(name, items, indent);
        } else if (known instanceof Record record) {
            boolean named = record.getClass().isSealed() || record.getClass().getInterfaces().length > 0;
            line(indent, name + ":" + (named ? " " + record.getClass().getSimpleName() : ""));
            record(record, indent + "  ");
        } else if (!(known instanceof Map<?, ?> map && map.isEmpty())) {
            line(indent, name + ": " + single(known));
        }
    }

    private void items(String name, Collection<?> items, String indent) {
        if (items.isEmpty()) {
            return;
        }
        if (items.iterator().next() instanceof Record) {
            line(indent, name + ":");
            for (Object item : items) {
                boolean named = item.getClass().getInterfaces().length > 0;
                line(indent, "- " + (named ? item.getClass().getSimpleName() : ""));
                record((Record) item, indent + "  ");
            }
            return;
        }
        Collection<?> ordered = items instanceof java.util.Set<?> set
                ? new TreeSet<>(set.stream().map(String::valueOf).toList())
                : items;
        line(indent, name + ": " + ordered);
    }

    private static boolean isOff(Object value) {
        return value instanceof Enum<?> constant
                && (constant.name().equals("NONE") || constant.name().equals("OFF"));
    }

    private static String single(Object value) {
        return value instanceof Duration duration
                ? duration.toString()
                : value.toString().replace("\n", "\\n");
    }

    private void line(String indent, String line) {
        text.append((indent + line).stripTrailing()).append('\n');
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException cannotBe) {
            throw new LinkageError(cannotBe.getMessage(), cannotBe);
        }
    }
}
