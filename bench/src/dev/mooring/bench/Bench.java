// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Measures Mooring beside nginx and HAProxy on this machine, and writes Markdown. Started by the script {@code bench/run}. */
final class Bench {
    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- end -->";

    private Bench() {}

    /** The first argument is the directory of the project; the others are {@link Options#USAGE}. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        Path root = Path.of(words.remove(0));
        if (words.contains("--help")) {
            say(Options.USAGE);
            return;
        }
        System.exit(run(root, words));
    }

    private static int run(Path root, List<String> words) throws Exception {
        List<String> missing = Tools.missing();
        if (!missing.isEmpty()) {
            missing.forEach(line -> System.err.println("bench: " + line));
            return 1;
        }
        try {
            Options options = Options.parse(words);
            Report report = new Report(options.get("base"));
            try (Stage stage = new Stage(root)) {
                machine(stage, options, report);
                Scenarios scenarios = new Scenarios(stage, options, report);
                for (String scenario : options.scenarios()) {
                    say(scenario);
                    scenarios.run(scenario);
                    // Also now: what was measured is not lost if the next one fails.
                    Files.writeString(root.resolve(options.get("out")), "# Measured by bench/run\n\n" + report);
                }
            }
            say(report.toString());
            insert(root, options, report.toString());
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + Options.USAGE);
            return 2;
        }
    }

    static void say(String line) {
        System.out.println(line);
    }

    private static void insert(Path root, Options options, String text) throws IOException {
        if (!options.get("into").isEmpty()) {
            Path page = root.resolve(options.get("into"));
            String before = Files.readString(page);
            int begin = before.indexOf(BEGIN) + BEGIN.length();
            int end = before.indexOf(END, begin);
            if (begin < BEGIN.length() || end < 0) {
                throw new IllegalArgumentException(page + " has no part between " + BEGIN.strip() + " and " + END);
            }
            Files.writeString(page, before.substring(0, begin) + "\n" + text + "\n" + before.substring(end));
        }
    }

    private static void machine(Stage stage, Options options, Report report) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown processor");
        report.line("- " + LocalDate.now(ZoneOffset.UTC) + ", " + Stage.processors() + " processors (" + processor + "), "
                + Tools.firstLine("uname", "-sr") + ", load average "
                + Files.readString(Path.of("/proc/loadavg")).split(" ")[0] + " before it began");
        report.line("- " + (stage.pinned()
                ? "the proxy alone on one processor; load and backends on the others"
                : "everything shares the processors, so times of a round disturb each other"));
        report.line("- " + Tools.firstLine(Tools.find("nginx"), "-v") + "; " + Tools.firstLine(Tools.find("haproxy"), "-v")
                + "; Java " + Runtime.version() + " for Mooring, started by its script");
        report.line("- rounds: " + options.rounds() + " of " + options.seconds()
                + " s by turns; medians, and the least and the greatest of the first figure");
    }
}
