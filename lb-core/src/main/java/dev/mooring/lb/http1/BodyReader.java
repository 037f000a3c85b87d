// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one body through the octets of a connection and hands on what may be forwarded, without copying it: a read that
 * holds ten chunks is one slice. Chunks are kept as chunks where the receiver wants chunks, except that a size line which is
 * cut, has extensions or leading zeros is written anew. One for each body; confined to its event loop.
 */
public final class BodyReader {
    private static final int MAX_TRAILER = 16 * 1024;
    private static final int MAX_TRAILER_FIELDS = 64;

    private final Framing.Kind kind;
    private final boolean keepChunks;
    private final Failure malformed;
    private final @Nullable ChunkScanner chunks;
    private @Nullable HeadScanner trailerScanner;
    private Headers trailers = Headers.EMPTY;
    private long remaining;
    private long bytes;
    private boolean done;

    /**
     * A reader for one body.
     *
     * @param framing where the body ends
     * @param keepChunks whether a chunked body is handed on as chunks (without the last one), or as bare data
     * @param malformed the failure of a peer whose chunks are wrong
     */
    public BodyReader(Framing framing, boolean keepChunks, Failure malformed) {
        this.kind = framing.kind();
        this.keepChunks = keepChunks;
        this.malformed = malformed;
        this.remaining = framing.length();
        this.chunks = kind == Framing.Kind.CHUNKED ? new ChunkScanner() : null;
        this.done = kind == Framing.Kind.NONE;
    }

    /** Whether the whole body, and its trailer, has been read. Never true for a body that ends with its connection. */
    public boolean done() {
        return done;
    }

    /** Whether the end of the connection is the end of this body, and not a cut. */
    public boolean endsWithConnection() {
        return kind == Framing.Kind.UNTIL_CLOSE;
    }

    /** The trailer fields; empty until {@link #done}. */
    public Headers trailers() {
        return trailers;
    }

    /** The bytes of data read so far, without what frames them. */
    public long bytes() {
        return bytes;
    }

    /**
     * Takes from the buffer what belongs to this body.
     *
     * @return what to forward, possibly empty; the caller releases it
     * @throws HeadException if the chunks are malformed; what was read before is lost, and the connection is beyond repair
     */
    public ByteBuf read(ByteBuf in) throws HeadException {
        if (chunks != null) {
            return readChunks(in, chunks);
        }
        int take = (int) Math.min(in.readableBytes(), kind == Framing.Kind.UNTIL_CLOSE ? Integer.MAX_VALUE : remaining);
        bytes += take;
        if (kind == Framing.Kind.LENGTH) {
            remaining -= take;
            done = remaining == 0;
        }
        return take == 0 ? Unpooled.EMPTY_BUFFER : in.readRetainedSlice(take);
    }

    private ByteBuf readChunks(ByteBuf in, ChunkScanner scan) throws HeadException {
        Pieces out = new Pieces(in);
        try {
            while (in.isReadable() && !done) {
                if (scan.state() == ChunkScanner.State.TRAILER) {
                    if (!readTrailer(in)) {
                        break;
                    }
                } else if (scan.state() == ChunkScanner.State.DATA) {
                    int take = (int) Math.min(in.readableBytes(), scan.remaining());
                    out.take(take);
                    bytes += take;
                    scan.dataPassed(take);
                } else if (scan.state() == ChunkScanner.State.DATA_CR || scan.state() == ChunkScanner.State.DATA_LF) {
                    readFraming(in, scan);
                    out.framing(keepChunks, 1);
                } else {
                    readSizeLine(in, scan, out);
                }
            }
            return out.toByteBuf();
        } catch (HeadException e) {
            out.release();
            throw e;
        }
    }

    private void readSizeLine(ByteBuf in, ChunkScanner scan, Pieces out) throws HeadException {
        int start = in.readerIndex();
        boolean fromItsBeginning = scan.state() == ChunkScanner.State.SIZE && scan.atBeginning();
        while (in.isReadable() && scan.inSizeLine()) {
            readFraming(in, scan);
        }
        if (scan.state() != ChunkScanner.State.DATA) {
            out.framing(false, in.readerIndex() - start);
        } else if (fromItsBeginning && scan.sizeLineIsPlain()) {
            out.framing(keepChunks, in.readerIndex() - start);
        } else {
            out.framing(false, in.readerIndex() - start);
            if (keepChunks) {
                out.write(Long.toHexString(scan.remaining()) + "\r\n");
            }
        }
    }

    private void readFraming(ByteBuf in, ChunkScanner scan) throws HeadException {
        String problem = scan.accept(in.readByte());
        if (problem != null) {
            throw new HeadException(malformed, problem);
        }
    }

    private boolean readTrailer(ByteBuf in) throws HeadException {
        if (trailerScanner == null) {
            trailerScanner = HeadScanner.ofTrailer(MAX_TRAILER, malformed, malformed);
        }
        byte[] block = trailerScanner.next(in);
        if (block == null) {
            return false;
        }
        trailers = new FieldParser(MAX_TRAILER_FIELDS, malformed, malformed).parse(block, 0);
        done = true;
        return true;
    }

    /** What is to be forwarded of one buffer: nearly always a single slice. */
    private static final class Pieces {
        private final ByteBuf in;
        private @Nullable ByteBuf whole;
        private int start;
        private int end;

        Pieces(ByteBuf in) {
            this.in = in;
            this.start = in.readerIndex();
            this.end = start;
        }

        /** The next bytes, not read yet, are data. */
        void take(int bytes) {
            in.skipBytes(bytes);
            framing(true, bytes);
        }

        /** The bytes just read are framing. */
        void framing(boolean keep, int bytes) {
            if (!keep) {
                flush();
                start = in.readerIndex();
                end = start;
            } else if (in.readerIndex() - bytes == end) {
                end = in.readerIndex();
            } else {
                throw new IllegalStateException("a gap of " + (in.readerIndex() - bytes - end) + " bytes");
            }
        }

        void write(String text) {
            add(ByteBufUtil.encodeString(in.alloc(), CharBuffer.wrap(text), CharsetUtil.US_ASCII));
        }

        ByteBuf toByteBuf() {
            flush();
            return whole == null ? Unpooled.EMPTY_BUFFER : whole;
        }

        void release() {
            if (whole != null) {
                whole.release();
            }
        }

        private void flush() {
            if (end > start) {
                add(in.retainedSlice(start, end - start));
                start = end;
            }
        }

        private void add(ByteBuf piece) {
            if (whole == null) {
                whole = piece;
            } else if (whole instanceof CompositeByteBuf composite) {
                composite.addFlattenedComponents(true, piece);
            } else {
                whole = in.alloc()
                        .compositeBuffer(64)
                        .addFlattenedComponents(true, whole)
                        .addFlattenedComponents(true, piece);
            }
        }
    }
}
