// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was measured, round by round, and the tables that are made of it. */
final class Report {
    private final String base;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();

    Report(String base) {
        this.base = base;
    }

    /** One figure of one round; the first one of a scenario is the one that is compared. */
    void add(String proxy, String figure, double value) {
        samples.computeIfAbsent(proxy, p -> new LinkedHashMap<>())
                .computeIfAbsent(figure, f -> new ArrayList<>())
                .add(value);
    }

    /** As if nothing had been added since the last table. */
    void forget() {
        samples.clear();
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    /** Writes what was added as a table of medians, and forgets it. */
    void table(String title, String remark) {
        text.append("\n### ").append(title).append("\n\n").append(remark).append("\n\n");
        if (samples.isEmpty()) {
            line("Not measured.");
            return;
        }
        List<String> figures = new ArrayList<>(samples.values().iterator().next().keySet());
        String main = figures.get(0);
        // Of what is added, the tail counts as well.
        List<String> compared = figures.stream()
                .filter(figure -> figure.equals(main) || figure.startsWith("added"))
                .toList();
        line("| proxy | " + String.join(" | ", figures) + " | "
                + compared.stream().map(figure -> figure + ", ratio to " + base + " | ").collect(Collectors.joining())
                + "spread |");
        line("|---|" + "---:|".repeat(figures.size() + compared.size() + 1));
        new TreeMap<>(samples).forEach((proxy, values) -> {
            StringBuilder row = new StringBuilder("| ").append(proxy).append(" | ");
            for (String figure : figures) {
                row.append(number(median(values.get(figure)))).append(" | ");
            }
            for (String figure : compared) {
                double ratio = median(values.get(figure)) / median(samples.getOrDefault(base, Map.of()).get(figure));
                row.append(Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio)).append(" | ");
            }
            line(row.append(spread(values.get(main))).append(" |").toString());
        });
        samples.clear();
    }

    private static double median(List<Double> values) {
        if (values == null || values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static String spread(List<Double> values) {
        if (values == null) {
            return "-";
        }
        List<Double> sorted = values.stream().sorted().toList();
        return number(sorted.get(0)) + " to " + number(sorted.get(sorted.size() - 1)) + " (" + sorted.size() + ")";
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String form = value >= 1000 || value == Math.rint(value) ? "%,.0f" : value >= 100 ? "%.0f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
