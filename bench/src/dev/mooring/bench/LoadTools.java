// SPDX-License-Identifier: Apache-2.0
package dev.mooring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs wrk and h2load against a proxy, and reads what they say. */
final class LoadTools {
    private static final Map<String, Double> UNITS = Map.of(
            "us", 1.0, "ms", 1e3, "s", 1e6, "m", 6e7, "B", 1.0, "KB", 1024.0, "MB", 1048576.0, "GB", 1073741824.0);

    private final Stage stage;

    LoadTools(Stage stage) {
        this.stage = stage;
    }

    /** What one run of a load tool came to; durations in microseconds, of h2load's none. */
    record Load(double requests, double bytes, double seconds, double p50, double p99, double errors) {}

    /** Requests as fast as answers come, dealt out over affinity cookies. */
    Load wrk(Proxy proxy, List<String> cookies, String path, int connections, int seconds, String... headers)
            throws IOException {
        String fields = List.of(headers).stream()
                .map(header -> "[\"" + header.split(": ")[0] + "\"]=\"" + header.split(": ")[1] + "\",")
                .collect(Collectors.joining());
        String script = "local made = {}\nlocal n = 0\nfunction init()\n"
                + cookies.stream()
                        .map(cookie -> "  made[#made + 1] = wrk.format(\"GET\", \"" + path + "\", {" + fields
                                + "[\"Host\"]=\"localhost\",[\"Cookie\"]=\"" + cookie + "\"})\n")
                        .collect(Collectors.joining())
                + "end\nfunction request()\n  n = n % #made + 1\n  return made[n]\nend\n";
        Path file = stage.directory.resolve("wrk.lua");
        Files.writeString(file, script);
        String said = Tools.output(
                "wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "30s", "--latency",
                "-s", file.toString(), "http://127.0.0.1:" + proxy.port + path);
        Matcher total = find("(\\d+) requests in ([\\d.]+)(us|ms|s|m), ([\\d.]+)(B|KB|MB|GB) read", said);
        return new Load(
                Double.parseDouble(total.group(1)),
                Double.parseDouble(total.group(4)) * UNITS.get(total.group(5)),
                Double.parseDouble(total.group(2)) * UNITS.get(total.group(3)) / 1e6,
                duration("50%", said),
                duration("99%", said),
                errors(said));
    }

    /** TLS with HTTP/2: 16 connections with 16 streams each. */
    Load h2load(Proxy proxy, List<String> cookies, int requests) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "h2load", "-n" + requests, "-c16", "-m16", "-t1", "-H", "Cookie: " + cookies.get(0),
                "https://127.0.0.1:" + proxy.tlsPort + "/small"));
        String said = Tools.output(command.toArray(String[]::new));
        Matcher total = find("finished in ([\\d.]+)(us|ms|s|m),", said);
        Matcher status = find("status codes: (\\d+) 2xx", said);
        double good = Double.parseDouble(status.group(1));
        double seconds = Double.parseDouble(total.group(1)) * UNITS.get(total.group(2)) / 1e6;
        return new Load(good, 0, seconds, 0, 0, requests - good);
    }

    private static double errors(String said) {
        double sum = 0;
        Matcher statuses = Pattern.compile("Non-2xx or 3xx responses: (\\d+)").matcher(said);
        sum += statuses.find() ? Double.parseDouble(statuses.group(1)) : 0;
        Matcher sockets = Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)")
                .matcher(said);
        boolean any = sockets.find();
        for (int i = 1; any && i <= 4; i++) {
            sum += Double.parseDouble(sockets.group(i));
        }
        return sum;
    }

    private static double duration(String share, String said) throws IOException {
        Matcher match = find(share + " +([\\d.]+)(us|ms|s|m)", said);
        return Double.parseDouble(match.group(1)) * UNITS.get(match.group(2));
    }

    private static Matcher find(String pattern, String said) throws IOException {
        Matcher match = Pattern.compile(pattern).matcher(said);
        if (!match.find()) {
            throw new IOException("no " + pattern + " in what the load tool said:\n" + said);
        }
        return match;
    }
}
