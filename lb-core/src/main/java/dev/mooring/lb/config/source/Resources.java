// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.source;

import java.util.Optional;

/**
 * What a configuration may ask for beside its own text. The caller hands it in: nothing here touches files or the environment,
 * so the caller decides what a configuration may see, and tests need neither.
 */
public interface Resources {
    /** Nothing can be read. */
    Resources NONE = new Resources() {
        @Override
        public Optional<String> readFile(String from, String path) {
            return Optional.empty();
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }
    };

    /**
     * The text of a file.
     *
     * @param from the {@link SourceFile#name() name} of the configuration file that asks; a relative path starts in its directory
     * @param path the path as it was written
     * @return empty when there is no such file or it may not be read
     */
    Optional<String> readFile(String from, String path);

    /**
     * The mode of a file, such as {@code 0644}, if every user of the machine may read it; else, or if nobody knows, empty.
     *
     * @param from as for {@link #readFile}
     * @param path the path as it was written
     */
    default Optional<String> modeIfOpen(String from, String path) {
        return Optional.empty();
    }

    /**
     * The path of a file that is read later, such as a certificate.
     *
     * @param from as for {@link #readFile}
     * @param path the path as it was written
     */
    default String resolve(String from, String path) {
        return path;
    }

    /** An environment variable; empty when it is not set. */
    Optional<String> variable(String name);
}
