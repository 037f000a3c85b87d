// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.ConnectionEnds;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.HttpVersion;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.Profile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HabitsTest {
    private static Habits habits(Profile profile) {
        return Habits.of(profile, () -> new Random(1));
    }

    private static RequestHead head(boolean secure, String... headers) {
        InetAddress address = TestRequests.address("10.0.2.4");
        ConnectionEnds ends =
                new ConnectionEnds(new InetSocketAddress(address, 47904), new InetSocketAddress(address, 8443));
        RequestHead.Client client = new RequestHead.Client(address, address, secure, 8443, ends);
        return new RequestHead(
                "GET",
                "/a?b",
                "/a",
                "app.example",
                "app.example:8443",
                HttpVersion.HTTP_1_1,
                Headers.of(headers),
                client);
    }

    private static List<String> sent(Profile profile, RequestHead head, boolean trusted, int publicPort) {
        HeaderChanges fields = new HeaderChanges(head.headers());
        habits(profile).request(fields, head, trusted, publicPort);
        return lines(fields);
    }

    private static List<String> answered(Profile profile, boolean secure, String... headers) {
        HeaderChanges fields = new HeaderChanges(Headers.of(headers));
        habits(profile).response(fields, head(secure), false);
        return lines(fields);
    }

    private static List<String> lines(HeaderChanges fields) {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < fields.original().size(); i++) {
            if (!fields.isDropped(i)) {
                received.add(
                        fields.original().name(i) + ": " + fields.original().value(i));
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.addedCount(); i++) {
            lines.add(fields.addedName(i) + ": " + fields.addedValue(i));
        }
        lines.addAll(fields.isAddedFirst() ? lines.size() : 0, received);
        return lines.stream()
                .map(line -> line.replaceAll("[0-9a-f]{32}", "HEX32"))
                .map(line -> line.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", "UUID"))
                .toList();
    }

    @Test
    void applicationGatewayWritesItsFieldsBeforeTheClients() {
        RequestHead head = head(
                true,
                "Host",
                "app.example:8443",
                "User-Agent",
                "x",
                "X-Forwarded-For",
                "1.2.3.4",
                "X-Forwarded-Port",
                "1",
                "X_Odd",
                "1",
                "X-Original-URL",
                "/evil");

        assertEquals(
                List.of(
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Port: 443",
                        "X-Forwarded-For: 1.2.3.4, 10.0.2.4:47904",
                        "X-Original-URL: /a?b",
                        "Connection: keep-alive",
                        "X-Appgw-Trace-Id: HEX32",
                        "Host: app.example:8443",
                        "X-Original-Host: app.example:8443",
                        "User-Agent: x"),
                sent(Profile.APPLICATION_GATEWAY, head, false, 443));
        assertEquals(List.of("Server: IIS"), answered(Profile.APPLICATION_GATEWAY, true, "Server", "IIS"));
        assertEquals(
                List.of("Server: Microsoft-Azure-Application-Gateway/v2"), answered(Profile.APPLICATION_GATEWAY, true));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 183",
        "403, 179",
        "404, 179",
        "405, 183",
        "408, 193",
        "413, 209",
        "414, 203",
        "500, 203",
        "502, 183",
        "503, 223",
        "504, 193",
    })
    void pagesOfApplicationGatewayHaveTheLengthOfTheCloud(int status, int length) {
        Page page = habits(Profile.APPLICATION_GATEWAY).page(status, head(true));
        Page chrome = habits(Profile.APPLICATION_GATEWAY).page(status, head(true, "User-Agent", "x Chrome/1"));

        assertNotNull(page);
        assertNotNull(chrome);
        assertEquals(length, page.body().length());
        assertEquals(length + 402, chrome.body().length());
        assertTrue(page.body().contains("<center>Microsoft-Azure-Application-Gateway/v2</center>\r\n"), page.body());
    }

    @Test
    void applicationGatewayRefusesWhatItDoesNotKnow() {
        Habits habits = habits(Profile.APPLICATION_GATEWAY);

        assertEquals(403, habits.refusal(head(false, "Upgrade", "h2c")));
        assertEquals(0, habits.refusal(head(true, "Upgrade", "h2c")));
        assertEquals(0, habits.refusal(head(false, "Upgrade", "websocket")));
        assertEquals(405, habits.refusal(TestRequests.request("TRACE", "h", "/")));
        assertEquals(400, habits.status(Failure.HEADERS_TOO_LARGE));
        assertEquals(502, habits.status(Failure.CONNECT_REFUSED));
    }

    @Test
    void ingressNginxBelievesNobodyUnlessTold() {
        String[] fields = {
            "Host",
            "app.example:8443",
            "X-Forwarded-For",
            "1.2.3.4",
            "X-Forwarded-Host",
            "other",
            "Proxy",
            "x",
            "X-Forwarded-Port",
            "7",
            "X-Request-ID",
            "mine"
        };
        assertEquals(
                List.of(
                        "Host: app.example:8443",
                        "X-Request-ID: mine",
                        "X-Real-IP: 10.0.2.4",
                        "X-Forwarded-For: 10.0.2.4",
                        "X-Forwarded-Host: app.example:8443",
                        "X-Forwarded-Port: 443",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Scheme: https",
                        "X-Scheme: https",
                        "X-Original-Forwarded-For: 1.2.3.4",
                        "X-Original-Forwarded-Host: other"),
                sent(Profile.INGRESS_NGINX, head(true, fields), false, 1443));
        List<String> trusted = sent(Profile.INGRESS_NGINX, head(false, fields), true, 80);
        assertTrue(trusted.contains("X-Forwarded-For: 1.2.3.4"), trusted.toString());
        assertTrue(trusted.contains("X-Forwarded-Host: other"), trusted.toString());
        List<String> plain = sent(Profile.INGRESS_NGINX, head(false), false, 80);
        assertTrue(plain.contains("X-Forwarded-Port: 80"), plain.toString());
        assertTrue(plain.contains("X-Request-ID: HEX32"), plain.toString());
    }

    @Test
    void ingressNginxTellsBrowsersToStayWithTls() {
        assertEquals(
                List.of("Strict-Transport-Security: max-age=31536000; includeSubDomains"),
                answered(Profile.INGRESS_NGINX, true, "Server", "x"));
        assertEquals(List.of(), answered(Profile.INGRESS_NGINX, false));
        Page page = habits(Profile.INGRESS_NGINX).page(404, null);
        assertNotNull(page);
        assertTrue(page.body().contains("<center>nginx</center>"), page.body());
    }

    @Test
    void othersSayWhatTheirProductsSay() {
        RequestHead head = head(true, "X-Forwarded-For", "1.2.3.4", "X-FD-HealthProbe", "1", "Host", "a");

        assertEquals(
                List.of(
                        "X-FD-HealthProbe: 1",
                        "Host: a",
                        "X-Forwarded-For: 1.2.3.4, 10.0.2.4",
                        "X-Forwarded-Proto: https"),
                ordered(sent(Profile.GATEWAY_API, head, false, 443)));
        assertTrue(sent(Profile.APPLICATION_GATEWAY_FOR_CONTAINERS, head, false, 443)
                .contains("x-request-id: UUID"));
        assertEquals(
                List.of(
                        "Host: a",
                        "X-Forwarded-For: 1.2.3.4, 10.0.2.4",
                        "X-Real-IP: 10.0.2.4",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: app.example",
                        "X-Forwarded-Port: 443",
                        "X-FD-HealthProbe: 1"),
                sent(Profile.NGINX_GATEWAY_FABRIC, head, false, 443));
        List<String> frontDoor = sent(Profile.FRONT_DOOR, head, false, 443);
        assertTrue(frontDoor.contains("Via: 1.1 Azure"), frontDoor.toString());
        assertTrue(frontDoor.contains("X-Azure-ClientIP: 10.0.2.4"), frontDoor.toString());
        assertTrue(frontDoor.stream().noneMatch(line -> line.startsWith("X-FD-")), frontDoor.toString());
        assertEquals(List.of("X-Azure-Ref: HEX32", "X-Cache: CONFIG_NOCACHE"), answered(Profile.FRONT_DOOR, true));
        assertEquals(List.of("Server: nginx"), answered(Profile.NGINX_GATEWAY_FABRIC, true, "Server", "x"));
    }

    private static List<String> ordered(List<String> lines) {
        List<String> moved = new ArrayList<>(lines);
        moved.sort((a, b) -> Boolean.compare(a.startsWith("X-Forwarded"), b.startsWith("X-Forwarded")));
        return moved;
    }

    @Test
    void serviceChangesNothing() {
        RequestHead head = head(false, "X-Forwarded-For", "1.2.3.4", "Host", "a");

        assertEquals(List.of("X-Forwarded-For: 1.2.3.4", "Host: a"), sent(Profile.SERVICE_CLIENT_IP, head, true, 80));
        assertEquals(List.of("Server: x"), answered(Profile.SERVICE_CLIENT_IP, true, "Server", "x"));
        assertTrue(habits(Profile.SERVICE_CLIENT_IP).isSilent());
        assertNull(habits(Profile.PLAIN).page(404, null));
    }
}
