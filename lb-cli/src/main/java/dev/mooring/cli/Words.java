// SPDX-License-Identifier: Apache-2.0
package dev.mooring.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values by the words that a user types for them, in any case. */
abstract class Words<T> implements Iterable<String>, ITypeConverter<T> {
    private final List<String> words;
    private final Map<String, T> byWord = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** The words in the order in which they are shown, and the values in the same order. */
    Words(List<String> words, List<T> values) {
        this.words = List.copyOf(words);
        for (int i = 0; i < words.size(); i++) {
            byWord.put(words.get(i), values.get(i));
        }
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    @Override
    public T convert(String word) {
        T value = byWord.get(word);
        if (value == null) {
            throw new TypeConversionException("'" + word + "' (expected: " + String.join(", ", words) + ")");
        }
        return value;
    }
}
