// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.plain;

import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.model.AccessLogSpec;
import dev.mooring.lb.model.AccessLogSpec.Target;
import java.util.Optional;

/** Reads where the access log goes. */
final class AccessLogReader {
    private static final Key<String> FILE = Key.required(
            "file", Forms.TEXT, "The file it is appended to, relative to the directory Mooring was started in.");

    static final Section SECTION = Section.of("access-log", FILE);

    /** The places that need no further word. */
    private enum Place {
        OFF,
        STDERR
    }

    private static final Form<Place> PLACE = Forms.choice(Place.class);

    private AccessLogReader() {}

    static Optional<AccessLogSpec> read(Spot spot) {
        if (spot.node() instanceof MapNode) {
            return MapReader.read(
                    spot, SECTION, map -> map.need(FILE).map(path -> new AccessLogSpec(Target.FILE, path)));
        }
        return PLACE.read(spot)
                .map(place -> place == Place.OFF ? AccessLogSpec.OFF : new AccessLogSpec(Target.STDERR, ""));
    }
}
