// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeaderChangesTest {
    private static final HeaderName COOKIE = HeaderName.SET_COOKIE;

    private static HeaderChanges inserted() {
        HeaderChanges fields = new HeaderChanges(Headers.of("A", "1", "Set-Cookie", "x", "B", "2", "set-cookie", "y"));
        fields.add(COOKIE, "early").add(COOKIE, "ours").add(HeaderName.VIA, "v");
        fields.insert(COOKIE, 1);
        return fields;
    }

    @Test
    void addedFieldsAreInsertedBeforeTheFirstOfTheirName() {
        HeaderChanges fields = inserted();
        assertEquals(1, fields.insertedBefore());
        assertEquals(1, fields.insertedCount());
        assertEquals("Set-Cookie: ours", fields.insertedName(0) + ": " + fields.insertedValue(0));
        assertEquals(2, fields.addedCount());
        assertEquals("early", fields.addedValue(0));
        assertEquals("v", fields.addedValue(1));
    }

    @Test
    void insertedFieldsAreFoundAndRemovedLikeAllOthers() {
        HeaderChanges fields = inserted();
        assertEquals("ours", fields.first(COOKIE));
        assertTrue(fields.any(COOKIE, "ours"::equals));
        assertTrue(fields.remove(COOKIE, value -> !value.equals("y")));
        assertFalse(fields.any(COOKIE, "ours"::equals));
        assertEquals(0, fields.insertedCount());
        assertEquals(1, fields.addedCount());
        assertEquals("y", fields.first(COOKIE));
    }

    @Test
    void withoutOneOfTheirNameThatGoesOnAddedFieldsStayAtTheEnd() {
        HeaderChanges fields = new HeaderChanges(Headers.of("Set-Cookie", "x", "A", "1")).drop(0);
        fields.add(COOKIE, "ours").insert(COOKIE, 0);
        assertEquals(-1, fields.insertedBefore());
        assertEquals("ours", fields.addedValue(0));
    }
}
