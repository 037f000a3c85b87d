// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The programs of other people that take part. */
final class Tools {
    private static final Map<String, String> PACKAGES = new LinkedHashMap<>(Map.of(
            "nginx", "nginx",
            "haproxy", "haproxy",
            "wrk", "wrk",
            "h2load", "nghttp2-client",
            "openssl", "openssl",
            "taskset", "util-linux"));

    private Tools() {}

    /** What to tell somebody who does not have them all; empty if they are there. */
    static List<String> missing() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> tool : PACKAGES.entrySet()) {
            if (find(tool.getKey()) == null) {
                lines.add(tool.getKey() + " is missing (Debian, Ubuntu: apt-get install " + tool.getValue() + ")");
            }
        }
        return lines;
    }

    /** Where a program is; null if it is nowhere. Servers are looked for in the sbin directories as well. */
    static String find(String name) {
        for (String directory : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":")) {
            Path file = Path.of(directory, name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        return null;
    }

    /** Runs a program to its end; what it said, on either stream. Its exit code does not matter. */
    static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The first line of what a program says. */
    static String firstLine(String... command) throws IOException {
        return output(command).lines().findFirst().orElse("").strip();
    }
}
