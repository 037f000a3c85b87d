// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mooring.lb.balancing.Candidate;
import dev.mooring.lb.balancing.Rendezvous;
import dev.mooring.lb.balancing.TestCandidate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 33, 200})
    void whatIsKeptIsWhatRendezvousSays(int backends) {
        List<Candidate> all = List.copyOf(TestCandidate.equal(backends));
        Homes homes = new Homes(all);

        // More keys than are kept, each of them several times, by several threads: they push each other out.
        List<String> wrong = IntStream.range(0, 120_000)
                .parallel()
                .mapToObj(i -> "10.0.0." + i % 40_000 / 2)
                .filter(key -> homes.find(key) != Rendezvous.pick(all, key))
                .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void keysOfEqualHashAreToldApart() {
        List<Candidate> all = List.copyOf(TestCandidate.equal(100));
        Homes homes = new Homes(all);
        assertEquals("AaAaBB".hashCode(), "BBBBBB".hashCode());

        for (String key : List.of("AaAaBB", "BBBBBB", "AaAaBB", "BBBBAa", "AaBBBB")) {
            assertSame(Rendezvous.pick(all, key), homes.find(key), key);
        }
    }

    @Test
    void keysOfAnyLengthHaveTheirHome() {
        List<Candidate> all = List.copyOf(TestCandidate.equal(100));
        Homes homes = new Homes(all);

        for (String key : List.of("", "x".repeat(64), "x".repeat(65), "x".repeat(10_000))) {
            assertSame(Rendezvous.pick(all, key), homes.find(key), key);
        }
    }

    @Test
    void nobodyIsHomeWhereNobodyHasAWeight() {
        List<Candidate> all = List.copyOf(IntStream.range(0, 40)
                .mapToObj(i -> new TestCandidate("b" + i, 0))
                .toList());
        Homes homes = new Homes(all);

        assertNull(homes.find("somebody"));
        assertNull(homes.find("somebody"));
    }
}
