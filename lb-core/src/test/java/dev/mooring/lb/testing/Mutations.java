// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.testing;

import java.util.Random;

/** Texts that nobody meant, made of those that somebody did. */
public final class Mutations {
    private Mutations() {}

    /**
     * The text with one to four changes: something is gone, doubled, replaced, or one of the pieces has got in.
     *
     * @param least nothing more is changed in a text that is not longer than this
     */
    public static String of(String text, String[] pieces, int least, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && changed.length() > least; i++) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + random.nextInt(random.nextInt(10) == 0 ? 500 : 5));
            switch (random.nextInt(4)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, pieces[random.nextInt(pieces.length)]);
                case 2 -> changed.insert(random.nextInt(changed.length()), changed.substring(at, end));
                default -> changed.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
        }
        return changed.toString();
    }
}
