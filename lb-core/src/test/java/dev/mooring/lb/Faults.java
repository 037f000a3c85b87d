// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb;

import dev.mooring.lb.testing.RawBackend;
import dev.mooring.lb.testing.RawBackend.Talk;
import dev.mooring.lb.testing.RawClient;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The ways in which a backend fails, each as what it does once it has read a request. */
enum Faults {
    REFUSED {
        @Override
        void answer(Talk talk) {
            throw new IllegalStateException("a backend that refuses connections reads no request");
        }
    },
    RESET_BEFORE_HEAD {
        @Override
        void answer(Talk talk) throws IOException {
            talk.reset();
        }
    },
    CLOSE_BEFORE_HEAD {
        @Override
        void answer(Talk talk) throws IOException {
            talk.close();
        }
    },
    RESET_IN_HEAD {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send("HTTP/1.1 200 OK\r\nContent-");
            talk.reset();
        }
    },
    RESET_IN_BODY {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(SIZED + "half of it");
            awaitRelayed(talk);
            talk.reset();
        }
    },
    CLOSE_IN_BODY {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(SIZED + "half of it");
            talk.close();
        }
    },
    CLOSE_IN_CHUNKS {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(CHUNKED + "4\r\nhalf\r\n");
            talk.close();
        }
    },
    CLOSE_IN_CHUNK {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(CHUNKED + "8\r\nhalf");
            talk.close();
        }
    },
    FREEZE_BEFORE_HEAD {
        @Override
        void answer(Talk talk) throws IOException {
            talk.readToEnd();
        }
    },
    FREEZE_IN_BODY {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(SIZED + "half of it");
            talk.readToEnd();
        }
    },
    SLOW {
        @Override
        void answer(Talk talk) throws IOException {
            for (String piece :
                    (SIZED.substring(0, 15) + "|" + SIZED.substring(15) + "|ten octet|s and |ten more").split("\\|")) {
                talk.send(piece);
                LockSupport.parkNanos(60_000_000);
            }
        }
    },
    GARBAGE {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send("\u0016\u0003\u0001 this is no HTTP\r\n\r\n");
            talk.readToEnd();
        }
    },
    GARBAGE_IN_CHUNKS {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(CHUNKED + "4\r\nhalf\r\nzz\r\n");
            talk.readToEnd();
        }
    },
    MORE_THAN_PROMISED {
        @Override
        void answer(Talk talk) throws IOException {
            talk.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            talk.readToEnd();
        }
    },
    EARLY {
        @Override
        void answer(Talk talk) throws IOException {
            talk.ok("early");
        }
    };

    static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n";
    static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Answers in its wrong way. */
    abstract void answer(Talk talk) throws IOException;

    /**
     * A backend that fails each request to {@code /fault} and serves all others, and counts those that it has read to their
     * end, or, if it answers early, to the end of their heads.
     */
    RawBackend backend(AtomicInteger seen) throws IOException {
        return RawBackend.start(talk -> {
            while (true) {
                String head = talk.readHead();
                boolean failing = head.contains(" /fault ");
                if (this != EARLY || !failing) {
                    talk.read(RawClient.contentLength(head));
                }
                if (failing) {
                    seen.incrementAndGet();
                    answer(talk);
                    return;
                }
                talk.ok("fine");
            }
        });
    }

    /** A reset destroys what the other end has not read: the test wants the part before it to be seen. */
    private static void awaitRelayed(Talk talk) throws IOException {
        talk.readWithin(java.time.Duration.ofMillis(100));
    }
}
