// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import dev.mooring.lb.http.SafePattern;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the conditions of one rewrite found, by the names of their variables. Confined to one thread. */
final class Captures {
    private final Map<String, SafePattern.Found> found = new HashMap<>();

    void put(String variable, SafePattern.Found what) {
        found.put(variable, what);
    }

    /** The text of a group that {@code variable_3} asks for; null if it asks for none. */
    @Nullable
    String group(String name) {
        int underscore = name.lastIndexOf('_');
        boolean numbered = underscore > 0
                && underscore + 2 >= name.length() - 1
                && underscore < name.length() - 1
                && name.substring(underscore + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        SafePattern.Found what = numbered ? found.get(name.substring(0, underscore)) : null;
        return what == null ? null : what.group(Integer.parseInt(name.substring(underscore + 1)));
    }
}
