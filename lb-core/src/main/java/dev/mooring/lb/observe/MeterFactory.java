// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the meters of {@link LbMeter} in one registry. Safe from any thread. */
final class MeterFactory {
    /** From a call within the machine to a slow report; few, since each is a series for each backend. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;

    MeterFactory(MeterRegistry registry) {
        this.registry = registry;
    }

    MeterRegistry registry() {
        return registry;
    }

    Counter counter(LbMeter meter, String... tagValues) {
        Counter.Builder builder =
                Counter.builder(meter.meterName()).description(meter.sentence()).tags(tags(meter, tagValues));
        // Prometheus names end in the unit; of the units that we have only this one belongs there.
        return (meter == LbMeter.BYTES ? builder.baseUnit("bytes") : builder).register(registry);
    }

    Timer timer(LbMeter meter, String... tagValues) {
        return Timer.builder(meter.meterName())
                .description(meter.sentence())
                .tags(tags(meter, tagValues))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    Gauge gauge(LbMeter meter, Supplier<Number> value, String... tagValues) {
        return Gauge.builder(meter.meterName(), value)
                .description(meter.sentence())
                .tags(tags(meter, tagValues))
                .register(registry);
    }

    private static Tags tags(LbMeter meter, String... values) {
        List<String> names = meter.tags();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(
                    meter + " got " + values.length + " tag values (expected: " + names.size() + ")");
        }
        List<Tag> tags = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(names.get(i), values[i]));
        }
        return Tags.of(tags);
    }
}
