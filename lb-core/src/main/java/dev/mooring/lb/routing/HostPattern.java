// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.routing;

/**
 * A host of a route, taken apart: a name, {@code *} and a suffix of labels, or every host. Immutable.
 *
 * @param kind which of the three
 * @param text the name, the suffix with its leading dot, or nothing
 */
record HostPattern(Kind kind, String text) {
    private static final HostPattern ANY = new HostPattern(Kind.ANY, "");

    enum Kind {
        EXACT,
        SUFFIX,
        ANY
    }

    /** Takes apart {@code app.example.com}, {@code *.example.com} or {@code *}. */
    static HostPattern of(String host) {
        if (host.equals("*")) {
            return ANY;
        }
        boolean wildcard = host.startsWith("*.");
        return new HostPattern(wildcard ? Kind.SUFFIX : Kind.EXACT, wildcard ? host.substring(1) : host);
    }

    /** What a record has by itself takes some milliseconds to be made, at the start. */
    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The host without the dot that may end a fully qualified name, so that the dot leads around no route. */
    static String canonical(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
