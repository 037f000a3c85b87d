// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.HeaderName;
import dev.mooring.lb.http.Headers;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.http.SafePattern;
import dev.mooring.lb.http.TestRequests;
import dev.mooring.lb.model.FilterSpec;
import dev.mooring.lb.model.FilterSpec.Condition;
import dev.mooring.lb.model.FilterSpec.Cors;
import dev.mooring.lb.model.FilterSpec.HeaderChange;
import dev.mooring.lb.model.FilterSpec.Op;
import dev.mooring.lb.model.FilterSpec.Rewrite;
import dev.mooring.lb.model.FilterSpec.UrlChange;
import dev.mooring.lb.model.PathChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
    private static final PathChange KEEP = PathChange.KEEP;

    private static Outgoing pass(RequestHead head, FilterSpec... filters) {
        Outgoing out = new Outgoing(Scene.of(head, 443));
        Filters.of(List.of(filters)).request(out);
        return out;
    }

    private static Rewrite requests(HeaderChange... changes) {
        return new Rewrite("r", List.of(), List.of(changes), List.of(), Optional.empty());
    }

    private static Rewrite url(PathChange path, @Nullable String query, boolean templated, Condition... when) {
        return new Rewrite(
                "r",
                List.of(when),
                List.of(),
                List.of(),
                Optional.of(new UrlChange(path, Optional.ofNullable(query), Optional.empty(), templated, false)));
    }

    private static HeaderChange templated(String name, String value) {
        return new HeaderChange(Op.SET, name, value, true, Optional.empty());
    }

    private static String sent(RequestHead head, Outgoing out) {
        HeaderChanges fields = new HeaderChanges(head.headers());
        fields.add(HeaderName.X_FORWARDED_FOR, "10.0.0.1:5");
        out.applyTo(fields);
        return text(fields);
    }

    private static String text(HeaderChanges fields) {
        TreeMap<String, String> text = new TreeMap<>();
        for (int i = 0; i < fields.original().size(); i++) {
            if (!fields.isDropped(i)) {
                text.merge(fields.original().name(i), fields.original().value(i), (a, b) -> a + "|" + b);
            }
        }
        for (int i = 0; i < fields.addedCount(); i++) {
            text.merge(fields.addedName(i), fields.addedValue(i), (a, b) -> a + "|" + b);
        }
        return text.toString();
    }

    @Test
    void fieldsAreSetAddedAndRemovedAlsoThoseOfTheBalancerItself() {
        RequestHead head = TestRequests.get("A", "1", "a", "2", "B", "3", "C", "4");
        Outgoing out = pass(
                head,
                requests(
                        HeaderChange.of(Op.SET, "a", "x"),
                        HeaderChange.of(Op.ADD, "B", "y"),
                        HeaderChange.of(Op.REMOVE, "C", ""),
                        HeaderChange.of(Op.SET, "Connection", "close"),
                        HeaderChange.of(Op.SET, "Content-Length", "7"),
                        templated("X-Forwarded-For", "{var_add_x_forwarded_for_proxy}")));

        assertEquals("{B=3|y, X-Forwarded-For=192.0.2.1, a=x}", sent(head, out));
    }

    @Test
    void templatesKnowVariablesAndGroups() {
        RequestHead head = TestRequests.request(
                "GET", "app.example", "/shop/42?lang=de", "User-Agent", "Fox/7", "Cookie", "a=b; c=d");
        Rewrite rewrite = new Rewrite(
                "r",
                List.of(
                        new Condition("http_req_User-Agent", "fox/([0-9]+)", true, false),
                        new Condition("var_uri_path", "^/shop/(?P<id>[[:digit:]]+)$", false, false),
                        new Condition("var_query_string", "admin", false, true)),
                List.of(
                        templated("A", "{http_req_User-Agent_1}-{var_uri_path_1}"),
                        templated("B", "{var_host}{var_uri_path}?{var_query_string} {cookie_c} {http_method}"),
                        templated("C", "{var_server_port} {var_request_scheme} {unknown} {http_req_None}.")),
                List.of(),
                Optional.empty());

        String sent = sent(head, pass(head, rewrite));

        assertTrue(sent.contains("A=7-42, B=app.example/shop/42?lang=de d GET, C=443 http {unknown} ."), sent);
        RequestHead other = TestRequests.request("GET", "app.example", "/shop/42?admin", "User-Agent", "Fox/7");
        assertFalse(sent(other, pass(other, rewrite)).contains("A="));
    }

    @Test
    void nothingThatBreaksALineGetsIntoAFieldOrATarget() {
        RequestHead head = TestRequests.request("GET", "h", "/a%0d%0aX:%20y/\u00e9?b");
        Condition all = new Condition("var_uri_path", "(.*)", false, false);
        Outgoing out = pass(
                head,
                url(new PathChange.Full("/x y\r\n{var_uri_path_1}#\""), "q={var_uri_path} z", true, all),
                requests(templated("A", "\r\n\u0000{var_uri_path}\u20ac")));

        assertEquals("/x%20y/a%0d%0aX:%20y/%E9%23%22?q=/a%0d%0aX:%20y/%E9%20z", out.target());
        String sent = sent(head, out);
        assertTrue(sent.chars().allMatch(c -> c >= 0x20 && c <= 0xff), sent);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /home/, /override/, /override/home/",
        "/pathrule, /pathrule/home/, /override/, /override/home/",
        "/pathrule, /pathrule/home/secondhome/, /override/, /override/home/secondhome/",
        "/pathrule/home, /pathrule/home/, /override/, /override/",
        "/pathrule/home, /pathrule/home/secondhome/, /override/, /override/secondhome/",
        "/pathrule/, /pathrule/, /override/, /override/",
        "/prefix, /prefix/one, /one, /one/one",
        "/strip-prefix, /strip-prefix, '', /",
        "/strip-prefix, /strip-prefix/three, '', /three",
        "/strip-prefix, /strip-prefix/three, /, /three",
        "/PREFIX, /prefix/one, /one, /one/one",
        "/other, /prefix/one, /one, /prefix/one",
    })
    void prefixIsReplacedWithOneSlashAtTheJoint(String prefix, String path, String replacement, String expected) {
        RequestHead head = TestRequests.request("GET", "h", path + "?q=1");
        Outgoing out = pass(head, url(new PathChange.Prefix(prefix, replacement), null, false));

        assertEquals(expected + "?q=1", out.target());
    }

    @ParameterizedTest
    @CsvSource({
        "^/foo(/|$)(.*), /$2, /foo/bar?a=1, /bar?a=1",
        "^/foo(/|$)(.*), /$2, /FOO, /",
        "/foo, /, /x/foo/y, /",
        "^/(.*)$, /p?x=$1, /foo?a=1, /p?x=foo&a=1",
        "^/(.*)$, /p?x=$1?, /foo?a=1, /p?x=foo",
        "^/nothing, /p, /foo?a=1, /foo?a=1",
    })
    void expressionReplacesTheWholePathAsNginxDoesIt(String regex, String replacement, String from, String to) {
        Outgoing out = pass(
                TestRequests.request("GET", "h", from), url(new PathChange.Regex(regex, replacement), null, false));

        assertEquals(to, out.target());
    }

    @Test
    void emptyQueryIsNoneAndMissingOneIsKept() {
        RequestHead head = TestRequests.request("GET", "h", "/a?b");

        assertEquals("/a", pass(head, url(KEEP, "", false)).target());
        assertEquals("/a?b", pass(head, url(KEEP, null, false)).target());
        assertEquals(
                "/?b", pass(head, url(new PathChange.Full(""), null, false)).target());
    }

    @Test
    void hostMayBeNewButNotNonsense() {
        Rewrite host = requests(templated("Host", "{http_req_X-To}"));
        RequestHead fine = TestRequests.get("X-To", "b.example:8080");
        RequestHead bad = TestRequests.get("X-To", "b.example/evil path");

        assertEquals("b.example:8080", pass(fine, host).host());
        assertEquals("b.example", pass(fine, host).head().host());
        assertNull(pass(bad, host).host());
    }

    @Test
    void onlyTheFieldsWhoseValueMatchesAreChanged() {
        Condition session = new Condition("", "^sid=", false, false);
        Rewrite rewrite = new Rewrite(
                "r",
                List.of(),
                List.of(),
                List.of(
                        new HeaderChange(Op.SET, "Set-Cookie", "sid=2; Secure", false, Optional.of(session)),
                        new HeaderChange(Op.SET, "None", "x", false, Optional.of(session))),
                Optional.empty());
        Outgoing out = pass(TestRequests.get(), rewrite);
        HeaderChanges fields = new HeaderChanges(Headers.of("Set-Cookie", "sid=1", "Set-Cookie", "other=3"));

        out.answer(200, fields);

        assertEquals("{Set-Cookie=other=3|sid=2; Secure}", text(fields));
    }

    @Test
    void responseIsJudgedByItsOwnFields() {
        Rewrite rewrite = new Rewrite(
                "r",
                List.of(new Condition("http_resp_Location", "^http://[^/]+(/.*)$", false, false)),
                List.of(HeaderChange.of(Op.SET, "Never", "x")),
                List.of(templated("Location", "https://{var_host}{http_resp_Location_1}")),
                Optional.empty());
        RequestHead head = TestRequests.get();
        Outgoing out = pass(head, rewrite);
        HeaderChanges fields = new HeaderChanges(Headers.of("Location", "http://internal:81/a"));

        out.answer(302, fields);

        assertEquals("{Location=https://app.example/a}", text(fields));
        assertFalse(sent(head, out).contains("Never"));
    }

    @Test
    void expressionThatTakesForeverIsGivenUp() {
        Rewrite evil = new Rewrite(
                "r",
                List.of(new Condition("http_req_X", "(x+x+)+y", false, false)),
                List.of(HeaderChange.of(Op.SET, "A", "b")),
                List.of(),
                Optional.empty());

        assertThrows(SafePattern.TooComplex.class, () -> pass(TestRequests.get("X", "x".repeat(5_000)), evil));
    }

    private static Cors cors(boolean credentials, String... origins) {
        return new Cors(
                List.of(origins), credentials, List.of("*"), List.of("X-A"), List.of("X-B"), Duration.ofSeconds(7));
    }

    @Test
    void browserIsToldWhatItMayDo() {
        RequestHead asks = TestRequests.request(
                "OPTIONS", "h", "/", "Origin", "https://a.b.example", "Access-Control-Request-Method", "PUT");
        Headers plain = Filters.of(List.of(cors(false, "https://*.example"))).preflight(asks);
        Headers credentials = Filters.of(List.of(cors(true, "*"))).preflight(asks);
        Headers stranger =
                Filters.of(List.of(cors(true, "https://other.example"))).preflight(asks);

        assertNotNull(plain);
        assertNotNull(credentials);
        assertNotNull(stranger);
        assertEquals(
                "{Access-Control-Allow-Headers=X-A, Access-Control-Allow-Methods=*,"
                        + " Access-Control-Allow-Origin=https://a.b.example, Access-Control-Max-Age=7, Content-Length=0,"
                        + " Vary=Origin}",
                text(new HeaderChanges(plain)));
        assertEquals("PUT", credentials.first(HeaderName.of("Access-Control-Allow-Methods")));
        assertEquals("true", credentials.first(HeaderName.of("Access-Control-Allow-Credentials")));
        assertEquals("{Content-Length=0, Vary=Origin}", text(new HeaderChanges(stranger)));
        assertNull(Filters.of(List.of(cors(true, "*"))).preflight(TestRequests.get("Origin", "https://x")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://A.example, true",
        "https://a.example, https://a.example.evil, false",
        "https://a.example, http://a.example, false",
        "https://*.example, https://.example, false",
        "https://*.example, https://x.example, true",
        "https://*.example, https://evil/.example, false",
        "https://a.example:*, https://a.example:81, true",
        "null, null, true",
    })
    void originMustBeAllowed(String pattern, String origin, boolean allowed) {
        HeaderChanges fields = new HeaderChanges(Headers.of("Access-Control-Allow-Origin", "backend"));
        pass(TestRequests.get("Origin", origin), cors(true, pattern)).answer(200, fields);

        assertEquals(allowed ? origin : null, fields.first(HeaderName.of("Access-Control-Allow-Origin")));
        assertEquals("Origin", fields.first(HeaderName.of("Vary")));
    }
}
