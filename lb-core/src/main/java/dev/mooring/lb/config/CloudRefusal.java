// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.PoolSpec;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Words the refusal to speak to backends in the cloud, with commands that may be typed as they are. */
final class CloudRefusal {
    private static final int MAX_POOLS = 10;
    private static final int MAX_ADDRESSES = 3;
    private static final int FIRST_PORT = 5001;
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._/:@+,=-]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");

    private CloudRefusal() {}

    static Diagnostic of(List<PoolSpec> pools, String command, SourcePosition position) {
        String message = (pools.size() == 1 ? "a pool has backends" : pools.size() + " pools have backends")
                + " where the gateway will be deployed, which are not spoken to, nor probed, from here: "
                + listed(pools.stream().map(CloudRefusal::named).toList(), MAX_POOLS);
        String hint = command + " --samples 1   (a sample backend for each)\n    "
                + command + backends(pools) + "   (servers of your own)\n    "
                + command + " --cloud-addresses   (the real ones)";
        return new Diagnostic(DiagnosticCode.CLOUD_BACKEND, position, message, hint);
    }

    private static String named(PoolSpec pool) {
        List<String> addresses = CloudAddresses.of(pool).stream()
                .map(BackendSpec::identityOrAddress)
                .map(Object::toString)
                .toList();
        return Wording.quoted(pool.name()) + " (" + listed(addresses, MAX_ADDRESSES) + ")";
    }

    private static String listed(List<String> names, int most) {
        String shown = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() <= most ? shown : shown + " and " + (names.size() - most) + " more";
    }

    private static String backends(List<PoolSpec> pools) {
        List<String> groups = pools.stream().map(PoolSpec::group).distinct().toList();
        return IntStream.range(0, groups.size())
                .mapToObj(at -> " --backend " + word(groups.get(at) + "=localhost:" + (FIRST_PORT + at)))
                .collect(Collectors.joining());
    }

    /** A word as a shell reads it. */
    private static String word(String text) {
        if (PLAIN_WORD.matcher(text).matches()) {
            return text;
        }
        return UNPRINTABLE.matcher(text).find() ? Wording.quoted(text) : "'" + text.replace("'", "'\\''") + "'";
    }
}
