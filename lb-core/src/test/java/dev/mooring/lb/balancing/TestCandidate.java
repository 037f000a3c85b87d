// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A backend that a test can load as it likes. */
public class TestCandidate implements Candidate {
    private final String id;
    private final int weight;
    private final int priority;
    public int inFlight;
    public boolean room = true;

    public TestCandidate(String id, int weight) {
        this(id, weight, 0);
    }

    public TestCandidate(String id, int weight, int priority) {
        this.id = id;
        this.weight = weight;
        this.priority = priority;
    }

    /** Candidates named b0, b1, ... of these weights. */
    public static List<TestCandidate> ofWeights(int... weights) {
        List<TestCandidate> candidates = new ArrayList<>();
        for (int weight : weights) {
            candidates.add(new TestCandidate("b" + candidates.size(), weight));
        }
        return candidates;
    }

    /** So many candidates of weight 1. */
    public static List<TestCandidate> equal(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 1);
        return ofWeights(weights);
    }

    /** Every order of the list. */
    public static <T> List<List<T>> permutations(List<T> list) {
        if (list.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<T> rest = new ArrayList<>(list);
            T first = rest.remove(i);
            for (List<T> order : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(order);
                all.add(one);
            }
        }
        return all;
    }

    @Override
    public long idHash() {
        return Rendezvous.hash(id);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public String toString() {
        return id + "*" + weight + "@" + inFlight;
    }
}
