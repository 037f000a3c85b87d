// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import java.util.Locale;

/**
 * A property of a kind of object: a row of the reference page.
 *
 * @param name its name, as the cloud's documentation writes it
 * @param support what Mooring does about it
 * @param decisive whether nothing sensible can stand for it when its value is not known
 * @param note what it becomes here, or what it does in the cloud
 */
record Property(String name, Support support, boolean decisive, String note) {
    /** The note as a part of a message. */
    String sentence() {
        String start = note.substring(0, 1).toLowerCase(Locale.ROOT);
        boolean acronym = note.length() > 1 && Character.isUpperCase(note.charAt(1));
        return (acronym ? note : start + note.substring(1)).replaceFirst("\\.\\z", "");
    }

    static Property honoured(String name, String note) {
        return new Property(name, Support.HONOURED, false, note);
    }

    /** One without whose value nobody knows what the gateway does. */
    static Property decisive(String name, String note) {
        return new Property(name, Support.HONOURED, true, note);
    }

    static Property reported(String name, String note) {
        return new Property(name, Support.REPORTED, false, note);
    }

    static Property ignored(String name, String note) {
        return new Property(name, Support.IGNORED, false, note);
    }
}
