// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.Optional;

/**
 * The files that a configuration file may include. The caller hands it in and decides what may be seen: files of the directories
 * in which the given files stand, nothing else and nothing from the network.
 */
@FunctionalInterface
public interface LinkedFiles {
    /** No file includes another one. */
    LinkedFiles NONE = (from, path) -> Optional.empty();

    /**
     * Another file.
     *
     * @param from the {@link SourceFile#name() name} of the file that asks; the path starts in its directory
     * @param path a relative path, as it was written, with {@code /} between its parts
     * @return empty when there is no such file or it may not be read
     */
    Optional<SourceFile> read(String from, String path);
}
