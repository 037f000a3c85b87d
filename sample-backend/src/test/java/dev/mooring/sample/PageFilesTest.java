// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"stream.js", "backends.js"})
    void whatServersSendIsNeverTreatedAsHtml(String file) throws IOException {
        for (String sink : new String[] {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
            assertFalse(read(file).contains(sink), sink);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "state", "events", "reconnects", "notice", "cookie", "backends"})
    void theElementsThatBrowserTestsLookForAreThere(String id) throws IOException {
        assertTrue(read("index.html").contains("id=\"" + id + "\""));
    }

    @Test
    void thePageFetchesNothingFromElsewhere() throws IOException {
        for (String file : new String[] {"index.html", "page.css"}) {
            assertFalse(read(file).contains("//"), file);
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = PageFilesTest.class.getResourceAsStream("page/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
