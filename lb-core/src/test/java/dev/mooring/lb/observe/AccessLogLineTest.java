// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.lb.exchange.BodyEnd;
import dev.mooring.lb.exchange.ExchangeRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogLineTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.000999Z");

    @Test
    void theExampleOfThePageIsWhatIsWritten() throws IOException {
        assertEquals(
                ReferencePage.of("access-log.md").block("json"),
                line(Records.ofThePage()).strip());
    }

    @Test
    void everyLineHasTheFieldsOfThePageInItsOrder() throws IOException {
        List<String> documented = ReferencePage.of("access-log.md").table("Field").stream()
                .map(row -> row.get(0))
                .toList();
        for (ExchangeRecord record : List.of(Records.ofThePage(), Records.path("/x"), Records.timedOut(504))) {
            assertEquals(documented, fields(line(record)));
        }
    }

    @Test
    void thePageListsEveryWayToEnd() throws IOException {
        String text = ReferencePage.of("access-log.md").table("Field").stream()
                .filter(row -> row.get(0).equals("end"))
                .map(row -> row.get(2))
                .collect(Collectors.joining());
        assertTrue(text.endsWith(
                Arrays.stream(BodyEnd.values()).map(BodyEnd::label).collect(Collectors.joining(", "))));
    }

    @Test
    void whatDoesNotApplyIsNull() throws IOException {
        String line = line(Records.asking("", "", "", ""));
        assertTrue(line.contains("\"method\":null,\"host\":null,\"path\":null,\"query\":true"), line);
        assertTrue(line.contains("\"connectMs\":null,\"firstByteMs\":null,\"totalMs\":0.001,\"detail\":null"), line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a\n{\"time\":\"forged\"}",
                "/a\r\n",
                "/a\"},{\"x\":\"",
                "/a\\",
                "/a\u0000\u0001\u001b[2J\u007f",
                "/a\u0080\u009b31m\u0085",
                "/a\u2028\u2029\u202e\ufeff",
                "/a\ud83d\ude00",
                "/half \ud83d",
                "/half \ude00x",
                "/\u00e4\u00ff\uffff",
                "/</script><!--"
            })
    void whateverAClientSendsStaysInsideItsString(String hostile) throws IOException {
        String line = line(Records.asking(hostile, hostile, hostile, hostile));
        assertEquals(line.length() - 1, line.indexOf('\n'), "one line");
        assertTrue(line.chars().limit(line.length() - 1).allMatch(c -> c >= 0x20 && c < 0x7f), line);
        assertEquals(List.of(hostile, hostile, hostile, hostile), values(line, "method", "host", "path", "detail"));
    }

    @Test
    void aLongPathIsWhole() throws IOException {
        String path = "/" + "\u0001".repeat(8191);
        assertEquals(List.of(path), values(line(Records.path(path)), "path"));
    }

    private static String line(ExchangeRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AccessLogLine.write(NOON, record, out);
        return out.toString(UTF_8);
    }

    private static List<String> fields(String line) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME && depth == 1) {
                    names.add(json.currentName());
                }
            }
        }
        return names;
    }

    private static List<String> values(String line, String... names) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && List.of(names).contains(json.currentName())) {
                    values.add(json.getText());
                }
            }
        }
        return values;
    }
}
