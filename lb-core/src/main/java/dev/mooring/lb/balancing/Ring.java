// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A ring of names on which keys find their name as in lua-resty-balancer, which ingress-nginx uses: each name has 160 points,
 * made by CRC-32 from its text and the point before, and a key belongs to the first point at or after its own CRC-32. A name that
 * goes moves its own keys only, one that comes takes its share. Immutable; safe from any thread; a look costs O(log names).
 */
public final class Ring {
    private static final int POINTS = 160;
    private static final int INDEX_BITS = 31;

    /** Each entry has the point in its upper bits and the index of the name in its lower ones, so that one sort does. */
    private final long[] points;

    /** A ring of these names, of which there may be none. */
    public Ring(List<String> names) {
        points = new long[names.size() * POINTS];
        int at = 0;
        for (int i = 0; i < names.size(); i++) {
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            long point = 0;
            for (int n = 0; n < POINTS; n++) {
                point = next(name, point);
                points[at++] = point << INDEX_BITS | i;
            }
        }
        Arrays.sort(points);
    }

    /** The index of the name that the key belongs to; -1 on an empty ring. */
    public int find(String key) {
        if (points.length == 0) {
            return -1;
        }
        CRC32 crc = new CRC32();
        // Header values are octets, one for each character.
        crc.update(key.getBytes(StandardCharsets.ISO_8859_1));
        int found = Arrays.binarySearch(points, crc.getValue() << INDEX_BITS);
        int at = found >= 0 ? found : -found - 1;
        return (int) (points[at == points.length ? 0 : at] & ((1L << INDEX_BITS) - 1));
    }

    private static long next(byte[] name, long point) {
        CRC32 crc = new CRC32();
        crc.update(name);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update((int) (point >>> shift) & 0xff);
        }
        return crc.getValue();
    }
}
