// SPDX-License-Identifier: Apache-2.0
package dev.mooring.sample.events;

/** Where a stream begins, decided from the id the client sent. */
public sealed interface Resume {
    /** The number after which the stream goes on. */
    long after();

    /**
     * Goes on strictly after a number, with nothing missing.
     *
     * @param after the number
     */
    record From(long after) implements Resume {}

    /**
     * The id is of no use: the stream begins now, and the client must be told that it missed events.
     *
     * @param after the newest number
     * @param asked the id as it was sent
     * @param reason why nothing can be resumed from it
     */
    record Stale(long after, String asked, Reason reason) implements Resume {}

    /** Why an id cannot be resumed from. */
    enum Reason {
        /** Not an id that any of our servers writes. */
        GARBAGE("garbage", "this is not an event id"),
        /** The client was moved here from another server, which has a log of its own. */
        OTHER_SERVER("other-server", "the id belongs to another server, whose events are not available here"),
        /** A server of this name was restarted since. */
        EARLIER_RUN("earlier-run", "the id was given before this server was started; its events are gone"),
        /** More happened since than the ring holds. */
        TOO_OLD("too-old", "events after this id are no longer held"),
        /** The number was never given out in this run. */
        NOT_YET("not-yet", "this server has not given out such an id");

        private final String word;
        private final String explanation;

        Reason(String word, String explanation) {
            this.word = word;
            this.explanation = explanation;
        }

        /** The word in the event, for programs. */
        public String word() {
            return word;
        }

        /** The sentence in the event, for people. */
        public String explanation() {
            return explanation;
        }
    }
}
