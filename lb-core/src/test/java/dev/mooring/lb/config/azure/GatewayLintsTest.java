// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each lint, with a case that it is for and one that it is not for. */
class GatewayLintsTest {
    @Test
    void responsesThatAreHeldBackAreReportedUntilBufferingIsOff() throws IOException {
        String streams = input("streams");
        assertEquals(1, count("stream-buffered", streams));
        assertEquals(1, count("stream-buffered", streams.replace("{}", "{\"enableResponseBuffering\": true}")));
        assertEquals(0, count("stream-buffered", streams.replace("{}", "{\"enableResponseBuffering\": false}")));
    }

    @Test
    void aTimeoutThatCutsStreamsIsReportedWithItsSecond() throws IOException {
        String basic = input("basic");
        assertEquals(0, count("stream-cut", basic));
        String quick = basic.replace("\"requestTimeout\": 120", "\"requestTimeout\": 25");
        assertEquals(1, count("stream-cut", quick));
        assertTrue(AzureFiles.read(quick).said().contains("silent for 25 s is cut"), quick);
    }

    @Test
    void aRouteThatLooksLikeAStreamIsReportedWhateverItsTimeout() throws IOException {
        String streams = input("streams").replace("\"requestTimeout\": 20", "\"requestTimeout\": 200");
        assertEquals(1, count("stream-cut", streams));
        assertEquals(0, count("stream-cut", streams.replace("/live/events/*", "/prevents/*")));
    }

    @Test
    void aPoolWithAndWithoutAffinityIsReportedOnce() throws IOException {
        String differs = input("affinity-differs");
        assertEquals(1, count("affinity-differs", differs));
        assertEquals(0, count("affinity-differs", differs.replace("Disabled", "Enabled")));
        assertEquals(0, count("affinity-differs", differs.replace("Enabled", "Disabled")));
    }

    @Test
    void oneCookieNameForTwoPoolsOfAHostIsReported() throws IOException {
        String collide = input("cookies-collide");
        assertEquals(1, count("cookie-shared", collide));
        assertEquals(0, count("cookie-shared", collide.replace("Enabled", "Disabled")));
        assertEquals(
                0, count("cookie-shared", collide.replaceFirst("backendAddressPools/chat", "backendAddressPools/api")));
        assertEquals(0, count("cookie-shared", input("basic")));
    }

    @Test
    void aFirewallThatHoldsRequestsIsReportedWhereTheyShouldPass() throws IOException {
        String waf = input("waf");
        assertEquals(1, count("request-held", waf));
        assertEquals(0, count("request-held", waf.replace("\"enableRequestBuffering\": false", "\"x\": null")));
        assertEquals(0, count("request-held", input("basic")));
    }

    @Test
    void aListenerThatTakesAllHostsFirstShadowsTheOthers() throws IOException {
        String shadows = input("basic-listener-shadows");
        assertEquals(1, count("shadowed-route", shadows));
        assertEquals(
                0,
                count(
                        "shadowed-route",
                        shadows.replace("\"priority\": 1\n", "\"priority\": 9\n")
                                .replace("\"priority\": 1,", "\"priority\": 9,")));
        assertEquals(0, count("shadowed-route", input("hosts-by-priority")));
    }

    @Test
    void theOldMaximumOfFrontDoorIsMentioned() throws IOException {
        String sixty = input("front-door-fragment");
        assertEquals(1, count("old-limit", sixty));
        assertEquals(0, count("old-limit", sixty.replace("60", "61")));
    }

    @Test
    void affinityOfFrontDoorNeedsResponsesThatMustNotBeCached() throws IOException {
        String door = input("front-door");
        assertEquals(1, count("affinity-cached", door));
        assertEquals(
                0,
                count(
                        "affinity-cached",
                        door.replace(
                                "\"sessionAffinityState\": \"Enabled\"", "\"sessionAffinityState\": \"Disabled\"")));
    }

    @Test
    void aGatewayWithoutFaultIsNotSpokenOf() throws IOException {
        for (String name : List.of("basic", "hosts-by-priority", "any-case", "as-az-prints-it")) {
            assertEquals("", AzureFiles.read(input(name)).said(), name);
        }
    }

    @Test
    void nothingThatIsSecretIsShown() throws IOException {
        String said = AzureFiles.read(input("tls")).said();
        assertFalse(Pattern.compile("secret|not base64!").matcher(said).find(), said);
    }

    private static long count(String label, String text) {
        return AzureFiles.read(text).labels().stream().filter(label::equals).count();
    }

    private static String input(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/config/azure", name, "input.json"));
    }
}
