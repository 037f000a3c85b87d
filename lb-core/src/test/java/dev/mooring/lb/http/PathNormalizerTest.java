// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNormalizerTest {
    @ParameterizedTest
    @CsvSource({
        "/a?b=../c, /a",
        "/?, /",
        "/%61%2D%2e%5f%7E%41%39, /a-._~A9",
        "/a%2fb, /a%2Fb",
        "/a%3f%c3%bc, /a%3F%C3%BC",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/.., /",
        "/../../etc/passwd, /etc/passwd",
        "/a/%2e%2E/b, /b",
        "/a/.%2e/b, /b",
        "/a/%2e/b, /a/b",
        "/a/..%2fb, /a/..%2Fb",
        "/a//b, /a//b",
        "/a//../b, /a/b",
        "/.hidden/..data/...,/.hidden/..data/...",
        "/a%, /a%",
        "/a%4, /a%4",
        "/a%zz%6, /a%zz%6",
        "/%%32%65, /%2e",
        "/%252e%252e/a, /%252e%252e/a",
        "*, *",
        "'', ''",
    })
    void pathIsBroughtIntoOneForm(String target, String path) {
        assertEquals(path, PathNormalizer.normalize(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/users", "/a//b", "/.well-known/x", "/a%2Fb", "/%C3%BC", "*"})
    void pathInThatFormIsReturnedAsItIs(String target) {
        assertSame(target, PathNormalizer.normalize(target));
    }

    @Test
    void noSpellingOfTwoDotsSurvivesAsSegment() {
        Random random = new Random(5);
        String[] pieces = {"/", ".", "%2e", "%2E", "a", "%2f", "%", "?", "%61", ";"};
        for (int round = 0; round < 50_000; round++) {
            StringBuilder target = new StringBuilder("/");
            for (int i = random.nextInt(12); i > 0; i--) {
                target.append(pieces[random.nextInt(pieces.length)]);
            }
            String path = PathNormalizer.normalize(target.toString());
            assertFalse((path + "/").contains("/../"), target + " -> " + path);
            assertFalse((path + "/").contains("/./"), target + " -> " + path);
            assertEquals('/', path.charAt(0));
        }
    }
}
