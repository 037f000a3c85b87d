// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The properties that a kind of object may have, in the order of the reference page.
 *
 * @param title what the reference page calls the kind, such as {@code probes}
 * @param properties its properties
 */
record Shape(String title, List<Property> properties) {
    static Shape of(String title, Property... properties) {
        return new Shape(title, List.of(properties));
    }

    /** The same with what the cloud adds to each object that it shows. */
    Shape andReadOnly(String... names) {
        List<Property> all = new ArrayList<>(properties);
        for (String name : names) {
            all.add(Property.ignored(name, "The cloud fills it in."));
        }
        return new Shape(title, List.copyOf(all));
    }

    Optional<Property> find(String name) {
        for (Property property : properties) {
            if (property.name().equalsIgnoreCase(name)) {
                return Optional.of(property);
            }
        }
        return Optional.empty();
    }

    List<String> names() {
        return properties.stream().map(Property::name).toList();
    }
}
