// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import static dev.mooring.cli.testing.MooringProcess.mooring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cli.testing.Chromium;
import dev.mooring.cli.testing.Json;
import dev.mooring.cli.testing.MooringProcess;
import dev.mooring.cli.testing.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code mooring demo} as its user sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoBrowserIT {
    private static final Duration FAILOVER = Duration.ofSeconds(5);
    private static final String MINE = "document.querySelector('.backend.mine')";

    private Chromium chromium;
    private MooringProcess demo;
    private Page page;

    @BeforeAll
    void openBrowser() throws Exception {
        chromium = Chromium.start();
    }

    @AfterAll
    void closeBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openDemo() throws Exception {
        demo = mooring("demo", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
                .serving();
        page = chromium.visitor().go(demo.uri().resolve("/?interval=20"));
        page.awaitTrue("events", "window.mooring.events.length > 2");
        page.awaitTrue("the panel", "document.querySelectorAll('.backend').length === 3 && " + MINE + " !== null");
    }

    @AfterEach
    void closeDemo() {
        page.close();
        demo.close();
    }

    @Test
    void aHundredEventsComeInOrderWithoutAGap() throws Exception {
        page.awaitTrue("a hundred events", "window.mooring.events.length >= 100");
        String server = server();
        List<Json> ids = page.evaluate("window.mooring.events").list();
        long first = number(ids.get(0), server);
        for (int i = 0; i < ids.size(); i++) {
            assertEquals(first + i, number(ids.get(i), server));
        }
        assertTrue(page.evaluate("document.getElementById('notice').hidden").isTrue(), "nothing to notice");
        assertEquals("0", page.text("#reconnects"));
        assertEquals("open", page.text("#state"));
    }

    @Test
    void afterACrashTheStreamIsBackOnAnotherBackendAndThePageSaysWhatWasLost() throws Exception {
        String before = server();
        String cookie = page.cookie("MOORING").orElseThrow().get("value").text();
        // Timed in the page itself: asking it again and again would cost more than what is measured.
        page.evaluate("window.failover = null; (function look() {"
                + " if (window.mooring.server !== '" + before + "') {"
                + " window.failover = performance.now() - window.crashed; return; }"
                + " setTimeout(look, 5); })()");
        page.evaluate("window.crashed = performance.now(); " + MINE + ".querySelector('[data-action=crash]').click()");
        page.awaitTrue("the stream is back", FAILOVER, "window.failover !== null");
        String after = server();
        assertNotEquals(before, after);
        assertTrue(
                page.text("#notice").contains("moved from " + before + " to " + after + "; events between are not"),
                page.text("#notice"));
        assertEquals("1", page.text("#reconnects"));
        assertEquals("open", page.text("#state"));
        assertNotEquals(
                cookie, page.cookie("MOORING").orElseThrow().get("value").text());
        page.awaitTrue(
                "events flow", "window.mooring.events.filter(id => id.startsWith('" + after + "-')).length > 20");
        page.awaitTrue("the panel tells", healthOf(before, "unhealthy"));
        System.out.println("failover in the browser: " + page.evaluate("window.failover") + " ms");

        // It comes back, and the client stays where it is now.
        page.click("[data-backend=" + before + "] [data-action=restart]");
        page.awaitTrue("it is healthy again", healthOf(before, "healthy"));
        page.reload().awaitTrue("events", "window.mooring.events.length > 2");
        assertEquals(after, server());
    }

    @Test
    void theAffinityCookieKeepsAReloadedPageOnItsServerAndHidesFromScripts() throws Exception {
        String server = server();
        Json cookie = page.cookie("MOORING").orElseThrow();
        assertTrue(cookie.get("httpOnly").isTrue());
        assertEquals("Lax", cookie.get("sameSite").text());
        assertEquals("", page.evaluate("document.cookie").text());
        for (int i = 0; i < 4; i++) {
            page.reload().awaitTrue("events", "window.mooring.events.length > 2");
            assertEquals(server, server());
        }
        assertEquals(
                cookie.get("value").text(),
                page.cookie("MOORING").orElseThrow().get("value").text());
        page.awaitTrue(
                "the page shows what the server received",
                "document.getElementById('cookie').innerText === 'MOORING="
                        + cookie.get("value").text() + "'");
    }

    @Test
    void aDrainedBackendKeepsItsStreamWhileNewVisitorsGoElsewhere() throws Exception {
        String server = server();
        page.click(".backend.mine [data-action=drain]");
        String admission = textOf("Admission of " + server);
        page.awaitTrue("the panel tells", admission + ".startsWith('bound only (draining, ')");
        for (int i = 0; i < 4; i++) {
            try (Page other = chromium.visitor()) {
                other.go(demo.uri()).awaitTrue("events", "window.mooring.events.length > 0");
                assertNotEquals(server, other.evaluate("window.mooring.server").text());
            }
        }
        assertEquals("0", page.text("#reconnects"));
        page.reload().awaitTrue("events", "window.mooring.events.length > 2");
        assertEquals(server, server(), "a bound client is still served");
        page.awaitTrue("the panel is back", admission + ".startsWith('bound only (draining, ')");
        page.click("[data-backend=" + server + "] [data-action=undrain]");
        page.awaitTrue("the panel tells", admission + " === 'open'");
    }

    @Test
    void theBackendsPanelShowsStreamsAndGrows() throws Exception {
        assertEquals(
                3, page.evaluate("document.querySelectorAll('.backend').length").number());
        page.awaitTrue("my stream is counted", MINE + ".innerText.includes('1 streams')");
        page.click("#add-backend");
        page.awaitTrue("a fourth card", "document.querySelectorAll('.backend').length === 4");
        page.awaitTrue("it is healthy", healthOf("b4", "healthy"));
        page.awaitTrue(
                "a stranger gets there",
                "fetch('/api/whoami', {credentials: 'omit'}).then(r => r.json())"
                        + ".then(told => told.server === 'b4')");
        page.click("#stop");
        page.awaitTrue("my stream is gone", MINE + ".innerText.includes('0 streams')");
    }

    @Test
    void aFrozenBackendTurnsUnhealthyAndAReloadOfThePageLeavesIt() throws Exception {
        String frozen = server();
        page.click(".backend.mine [data-action=freeze]");
        page.awaitTrue("the panel tells", healthOf(frozen, "unhealthy"));
        page.reload().awaitTrue("events", "window.mooring.events.length > 2");
        assertNotEquals(frozen, server());
        page.click("[data-backend=" + frozen + "] [data-action=thaw]");
        page.awaitTrue("it is healthy again", healthOf(frozen, "healthy"));
    }

    @Test
    void aStreamThatIsCutInAnEventGoesOnAfterItWithoutHalfAnEvent() throws Exception {
        page.evaluate(
                "window.seen = []; window.errors = 0; window.halves = 0;"
                        + " window.own = new EventSource('/api/events/stream?interval=20');"
                        + " own.onerror = () => errors++;"
                        + " own.onmessage = event => { try { seen.push(JSON.parse(event.data).n); } catch (half) { halves++; } }; 1");
        page.awaitTrue("events", "seen.length > 20");
        for (int cut = 1; cut <= 2; cut++) {
            page.click(".backend.mine [data-action=cut]");
            page.awaitTrue("it was cut", "errors === " + cut);
            page.evaluate("window.before = seen.length");
            page.awaitTrue("it goes on", "seen.length > before + 20");
        }
        assertEquals(0, page.evaluate("halves").number());
        assertTrue(
                page.evaluate("seen.every((n, i) => i === 0 || n === seen[i - 1] + 1)")
                        .isTrue(),
                page.evaluate("seen").text());
        assertEquals("2", page.text("#reconnects"));
        assertTrue(page.evaluate("document.getElementById('notice').hidden").isTrue(), "no gap, so nothing to notice");
    }

    @Test
    void aStreamThatIsAnsweredWith204EndsForGood() throws Exception {
        page.evaluate("window.stopped = new EventSource('/stop'); 1");
        page.awaitTrue("it is closed", "stopped.readyState === EventSource.CLOSED");
        assertFalse(page.evaluate("source.readyState === EventSource.CLOSED").isTrue(), "that of the page is not");
    }

    private String server() throws Exception {
        String server = page.evaluate("window.mooring.server").text();
        assertEquals(server, page.text("#server"));
        return server;
    }

    private static String healthOf(String id, String health) {
        return textOf("Health of " + id) + " === '" + health + "'";
    }

    /** The text of a field of the backends panel; nothing while it is not there. */
    private static String textOf(String label) {
        return "document.querySelector('[aria-label=\"" + label + "\"]')?.innerText";
    }

    private static long number(Json id, String server) {
        assertTrue(id.text().startsWith(server + "-"), id.text());
        return Long.parseLong(id.text().substring(server.length() + 1));
    }
}
