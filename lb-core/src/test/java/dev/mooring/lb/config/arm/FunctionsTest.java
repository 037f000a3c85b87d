// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LinkedFiles;
import dev.mooring.lb.config.source.MapNode;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each function gives; an error is shown by its message. */
class FunctionsTest {
    private static final SourcePosition START = SourcePosition.start("f");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "concat('a', 1, true(), null(), 'é') | \"a1Trueé\"",
                "concat(createArray(1), createArray('b', 2)) | [1,\"b\",2]",
                "format('{0}-{1,4}/{1,-4}/{2:D3}/{2:x4}', 'a', 'b', 26) | \"a-   b/b   /026/001a\"",
                "format('{{{0}}}', false()) | \"{False}\"",
                "toLower('ÄB') | \"äb\"",
                "toUpper('ab') | \"AB\"",
                "trim('  a ') | \"a\"",
                "split('a,b;c', createArray(',', ';')) | [\"a\",\"b\",\"c\"]",
                "split('a--b', '--') | [\"a\",\"b\"]",
                "split('', ',') | [\"\"]",
                "join(createArray('a', 1), '-') | \"a-1\"",
                "replace('aXbX', 'X', '') | \"ab\"",
                "replace('abc', 'B', 'x') | \"abc\"",
                "substring('abcd', 1) | \"bcd\"",
                "substring('abcd', 1, 2) | \"bc\"",
                "startsWith('Abc', 'aB') | true",
                "endsWith('abC', 'bc') | true",
                "contains('abc', 'B') | false",
                "contains(createArray('a', 1), 1) | true",
                "contains(createArray('a'), 'A') | false",
                "contains(createObject('Key', 1), 'kEY') | true",
                "indexOf('abcABC', 'C') | 2",
                "lastIndexOf('abcABC', 'a') | 3",
                "indexOf(createArray('x', 'y'), 'y') | 1",
                "padLeft(7, 3, '0') | \"007\"",
                "padLeft('abc', 2) | \"abc\"",
                "string(createObject('a', createArray(1, true(), null()), 'b', 'x\"y')) "
                        + "| \"{\\\"a\\\":[1,true,null],\\\"b\\\":\\\"x\\\\\\\"y\\\"}\"",
                "string(5) | \"5\"",
                "'it''s' | \"it's\"",
                "base64('grüße') | \"Z3LDvMOfZQ==\"",
                "base64ToString('Z3LDvMOfZQ==') | \"grüße\"",
                "base64ToJson(base64('{\"a\": [1]}')).a[0] | 1",
                "base64ToString('%%%') | \"\"",
                "uri('https://a.example/x/y.json', 'z.json') | \"https://a.example/x/z.json\"",
                "uri('https://a.example', '/z.json') | \"https://a.example/z.json\"",
                "uri('https://a.example/x/', 'y') | \"https://a.example/x/y\"",
                "uriComponent('a b/ü') | \"a%20b%2F%C3%BC\"",
                "uriComponentToString('a%20b+c') | \"a b+c\"",
                "dataUri('Hello') | \"data:text/plain;charset=utf8;base64,SGVsbG8=\"",
                "dataUriToString('data:;base64,SGVsbG8=') | \"Hello\"",
                "equals(uniqueString('a'), uniqueString('a')) | true",
                "equals(uniqueString('a', 'b'), uniqueString('ab')) | false",
                "length(uniqueString('a')) | 13",
                "length(guid('a')) | 36",
                "equals(newGuid(), newGuid()) | true"
            })
    void text(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "array('a') | [\"a\"]",
                "array(createArray('a')) | [\"a\"]",
                "first('abc') | \"a\"",
                "last(createArray(1, 2)) | 2",
                "first(createArray()) | null",
                "length('abc') | 3",
                "length(createObject('a', 1, 'b', 2)) | 2",
                "skip(createArray(1, 2, 3), 2) | [3]",
                "take('abc', 9) | \"abc\"",
                "take(createArray(1, 2), 0) | []",
                "skip('abc', -1) | \"abc\"",
                "range(3, 3) | [3,4,5]",
                "min(createArray(3, 1, 2)) | 1",
                "max(3, 1, 2) | 3",
                "union(createArray(1, 2), createArray(2, 3)) | [1,2,3]",
                "intersection(createArray(1, 2), createArray(2, 3)) | [2]",
                "union(createObject('a', createObject('x', 1)), createObject('A', createObject('y', 2))) "
                        + "| {\"a\":{\"x\":1,\"y\":2}}",
                "intersection(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 3)) | {\"b\":2}",
                "flatten(createArray(createArray(1), createArray(2, 3))) | [1,2,3]",
                "indexFromEnd(createArray(1, 2, 3), 1) | 3",
                "tryIndexFromEnd(createArray(1), 5) | null",
                "tryGet(createObject('a', createArray('x')), 'A', 0) | \"x\"",
                "tryGet(createObject('a', 1), 'b', 'c') | null",
                "empty('') | true",
                "empty(createObject()) | true",
                "empty(null()) | true",
                "empty(createArray(0)) | false",
                "items(createObject('b', 1, 'a', 2)) | [{\"key\":\"a\",\"value\":2},{\"key\":\"b\",\"value\":1}]",
                "objectKeys(createObject('b', 1, 'a', 2)) | [\"a\",\"b\"]",
                "shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2)))) "
                        + "| {\"a\":{\"y\":2}}",
                "json('{\"a\": [1, null, \"x\"]}').a | [1,null,\"x\"]",
                "json('null') | null",
                "json('5') | 5",
                "createArray(1, 2)[1] | 2",
                "createObject('a', 1)['A'] | 1",
                "createObject('a', 1).?b.c.d | null",
                "createArray(1)[?4] | null"
            })
    void arraysAndObjects(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "if(true(), 1, fail('never')) | 1",
                "and(false(), fail('never')) | false",
                "or(true(), fail('never')) | true",
                "not(false()) | true",
                "coalesce(null(), 'a', fail('never')) | \"a\"",
                "equals(1, '1') | false",
                "equals('a', 'A') | false",
                "equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1)) | true",
                "equals(createArray(1, 2), createArray(2, 1)) | false",
                "equals(json('1.0'), 1) | true",
                "less('a', 'b') | true",
                "greaterOrEquals(2, 2) | true",
                "lessOrEquals(3, 2) | false",
                "bool('TRUE') | true",
                "bool(0) | false",
                "add(-5, 3) | -2",
                "sub(1, 2) | -1",
                "mul(-4, 3) | -12",
                "div(7, 2) | 3",
                "mod(7, 3) | 1",
                "int(' 42 ') | 42",
                "float('1.5') | 1.5",
                "float(3) | 3"
            })
    void logicAndNumbers(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "utcNow() | \"20260203T040506Z\"",
                "utcNow('yyyy-MM-dd') | \"2026-02-03\"",
                "utcNow('d MMMM yy, HH:mm tt') | \"3 February 26, 04:05 AM\"",
                "utcNow('u') | \"2026-02-03 04:05:06Z\"",
                "dateTimeAdd('2026-01-31T00:00:00Z', 'P1M') | \"2026-02-28T00:00:00Z\"",
                "dateTimeAdd('2026-01-31 00:00:00Z', '-PT1H', 'HH:mm') | \"23:00\"",
                "dateTimeToEpoch('1970-01-02T00:00:00Z') | 86400",
                "dateTimeFromEpoch(86400) | \"1970-01-02T00:00:00Z\"",
                "cidrSubnet('10.0.0.0/16', 24, 255) | \"10.0.255.0/24\"",
                "cidrSubnet('2001:db8::/32', 48, 1) | \"2001:db8:1:0:0:0:0:0/48\"",
                "cidrHost('10.1.0.0/24', 3) | \"10.1.0.4\"",
                "parseCidr('10.1.2.3/24').lastUsable | \"10.1.2.254\"",
                "parseCidr('10.1.2.3/24').netmask | \"255.255.255.0\"",
                "parseCidr('10.1.2.3/24').cidr | 24"
            })
    void timeAndAddresses(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "resourceId('M.N/a', 'x') | /subscriptions/SUB/resourceGroups/local/providers/M.N/a/x",
                "resourceId('M.N/a/b', 'x', 'y') | /subscriptions/SUB/resourceGroups/local/providers/M.N/a/x/b/y",
                "resourceId('g', 'M.N/a', 'x') | /subscriptions/SUB/resourceGroups/g/providers/M.N/a/x",
                "resourceId('s', 'g', 'M.N/a', 'x') | /subscriptions/s/resourceGroups/g/providers/M.N/a/x",
                "resourceId('M.N/a/', 'x') | /subscriptions/SUB/resourceGroups/local/providers/M.N/a/x",
                "subscriptionResourceId('M.N/a', 'x') | /subscriptions/SUB/providers/M.N/a/x",
                "tenantResourceId('M.N/a', 'x') | /providers/M.N/a/x",
                "managementGroupResourceId('M.N/a', 'x') "
                        + "| /providers/Microsoft.Management/managementGroups/local/providers/M.N/a/x",
                "extensionResourceId('/b', 'M.N/a', 'x') | /b/providers/M.N/a/x",
                "resourceGroup().id | /subscriptions/SUB/resourceGroups/local",
                "resourceGroup().Location | local",
                "subscription().subscriptionId | SUB",
                "string(environment().suffixes.storage) | core.windows.net",
                "join(pickZones('M.N', 'a', 'b', 2), ',') | 1,2",
                "deployment().name | local"
            })
    void placesInTheCloud(String expression, String expected) {
        String full = expected.replace("SUB", "00000000-0000-0000-0000-000000000001");
        assertEquals("\"" + full + "\"", value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "cidrSubnet('10.0.0.0/16', 24, 256) | cidrSubnet: there is no such part of the range",
                "cidrHost('10.0.0.0/30', 9) | cidrHost: there is no such address in the range",
                "parseCidr('example.com/8') "
                        + "| parseCidr: argument 1 does not fit (found text, expected a range such as 10.0.0.0/16)",
                "int('x') | int: argument 1 does not fit (found text, expected a whole number)",
                "mul(9223372036854775807, 2) | mul: the result is out of range, or an argument has not the right form",
                "dateTimeFromEpoch(9223372036854775807) "
                        + "| dateTimeFromEpoch: the result is out of range, or an argument has not the right form",
                "base64ToJson('eHg=') | base64ToJson: the text is not JSON",
                "createObject('a') | createObject: needs a value for each key (found 1 arguments)",
                "first(1) | first: argument 1 does not fit (found a number, expected text)",
                "map(createArray(1), 'x') | map: argument 2 is a lambda with at most 2 parameters",
                "createArray(1).x | an array has no property 'x'",
                "null().x | null has no property 'x'",
                "replace('a', '', 'b') | replace: there is nothing to replace"
            })
    void mistakes(String expression, String expected) {
        assertEquals(expected, value(expression));
    }

    @Test
    void everyFunctionBearsAnyArguments() {
        List<String> arguments =
                List.of("", "'a'", "1, 2", "null(), null(), null()", "createArray(), createObject()", "'', '', ''");
        for (String name : Builtins.names()) {
            for (String given : arguments) {
                assertTrue(!value(name + "(" + given + ")").isEmpty(), name);
            }
        }
    }

    private static String value(String expression) {
        String text = "{\"$schema\": \"deploymentTemplate.json\", \"resources\": [{\"type\": \"Microsoft.Network/a\","
                + " \"name\": \"n\", \"v\": "
                + JsonText.of(Values.text(START, "[" + expression + "]"), START)
                + "}]}";
        Diagnostics diagnostics = new Diagnostics();
        TemplateSettings settings = new TemplateSettings(Map.of(), Map.of(), LinkedFiles.NONE, CLOCK);
        MapNode body = ArmReader.read(new SourceFile("f", text), settings, diagnostics)
                .orElseThrow()
                .resources()
                .get(0)
                .body();
        if (diagnostics.hasErrors()) {
            return diagnostics.inOrder(List.of("f")).get(0).message();
        }
        Node value = body.find("v").orElseThrow();
        return JsonText.of(value, value.position());
    }
}
