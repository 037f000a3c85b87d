// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.http1;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, with which one balancer tells the next one, at the beginning of a connection, whose connection
 * it is. Read strictly: what is not exactly such a header is refused. Immutable.
 *
 * @param source the client's end; null when the sender speaks for itself, or does not know
 * @param destination the end that the client connected to; null together with the source
 * @param secure whether the client came over TLS, as far as the sender says so
 */
public record ProxyHeader(
        @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination, boolean secure) {
    /** A header that names nobody, as of a probe. */
    public static final ProxyHeader LOCAL = new ProxyHeader(null, null, false);

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] PREFIX = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_LINE = 107;
    private static final int MAX_BINARY = 2048;
    private static final int FIXED = 16;
    private static final int LOCALLY = 0x20;
    private static final int PROXY = 0x21;
    private static final int TLV_SSL = 0x20;

    /**
     * Takes the header out of the buffer; null when it has not all arrived.
     *
     * @throws HeadException if what is there is no such header
     */
    public static @Nullable ProxyHeader next(ByteBuf in) throws HeadException {
        if (!in.isReadable()) {
            return null;
        }
        boolean binary = in.getByte(in.readerIndex()) == SIGNATURE[0];
        byte[] beginning = binary ? SIGNATURE : PREFIX;
        for (int i = 0; i < Math.min(in.readableBytes(), beginning.length); i++) {
            if (in.getByte(in.readerIndex() + i) != beginning[i]) {
                throw bad("the connection does not begin with it");
            }
        }
        return binary ? binary(in) : line(in);
    }

    private static @Nullable ProxyHeader line(ByteBuf in) throws HeadException {
        int length = in.bytesBefore(Math.min(in.readableBytes(), MAX_LINE), (byte) '\n');
        if (length < 0) {
            if (in.readableBytes() >= MAX_LINE) {
                throw bad("its line is longer than " + MAX_LINE + " bytes");
            }
            return null;
        }
        String line = in.toString(in.readerIndex(), length + 1, StandardCharsets.ISO_8859_1);
        if (!line.endsWith("\r\n") || line.indexOf('\r') != line.length() - 2) {
            throw bad("its line does not end in CR LF");
        }
        in.skipBytes(length + 1);
        String[] words = line.substring(0, line.length() - 2).split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return LOCAL;
        }
        boolean ipv4 = words[1].equals("TCP4");
        if (words.length != 6 || (!ipv4 && !words[1].equals("TCP6"))) {
            throw bad("its line is not PROXY, TCP4 or TCP6, two addresses and two ports");
        }
        return new ProxyHeader(end(words[2], words[4], ipv4), end(words[3], words[5], ipv4), false);
    }

    private static InetSocketAddress end(String address, String port, boolean ipv4) throws HeadException {
        Optional<InetAddress> parsed = IpAddresses.parse(address);
        Optional<Integer> number = port.length() > 1 && port.startsWith("0") ? Optional.empty() : HostPort.port(port);
        if (parsed.isEmpty() || number.isEmpty() || (address.indexOf(':') < 0) != ipv4) {
            throw bad("an address or a port in it is not valid");
        }
        return new InetSocketAddress(parsed.get(), number.get());
    }

    private static @Nullable ProxyHeader binary(ByteBuf in) throws HeadException {
        int start = in.readerIndex();
        int command = in.readableBytes() < 13 ? PROXY : in.getUnsignedByte(start + 12);
        if (command != PROXY && command != LOCALLY) {
            throw bad("its version is not 2, or its command neither LOCAL nor PROXY");
        }
        if (in.readableBytes() < FIXED) {
            return null;
        }
        int family = in.getUnsignedByte(start + 13);
        int length = in.getUnsignedShort(start + 14);
        if (length > MAX_BINARY) {
            throw bad("it is longer than " + MAX_BINARY + " bytes");
        }
        if (in.readableBytes() < FIXED + length) {
            return null;
        }
        ByteBuf rest = in.skipBytes(FIXED).readSlice(length);
        if (command == LOCALLY) {
            return LOCAL;
        }
        return switch (family) {
            case 0 -> LOCAL;
            case 0x11 -> addresses(rest, 4);
            case 0x21 -> addresses(rest, 16);
            default -> throw bad("its addresses are not those of TCP over IP");
        };
    }

    private static ProxyHeader addresses(ByteBuf rest, int size) throws HeadException {
        if (rest.readableBytes() < 2 * size + 4) {
            throw bad("its addresses are cut");
        }
        InetAddress source = address(rest, size);
        InetAddress destination = address(rest, size);
        InetSocketAddress from = new InetSocketAddress(source, rest.readUnsignedShort());
        InetSocketAddress to = new InetSocketAddress(destination, rest.readUnsignedShort());
        boolean secure = false;
        while (rest.isReadable()) {
            if (rest.readableBytes() < 3 || rest.readableBytes() - 3 < rest.getUnsignedShort(rest.readerIndex() + 1)) {
                throw bad("what follows its addresses is cut");
            }
            int type = rest.readUnsignedByte();
            ByteBuf value = rest.readSlice(rest.readUnsignedShort());
            secure |= type == TLV_SSL && value.isReadable() && (value.getByte(value.readerIndex()) & 1) != 0;
        }
        return new ProxyHeader(from, to, secure);
    }

    private static InetAddress address(ByteBuf in, int size) {
        byte[] bytes = new byte[size];
        in.readBytes(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address of " + size + " bytes", impossible);
        }
    }

    /** Writes the line of version 1. */
    public void writeLine(ByteBuf out) {
        if (source == null || destination == null) {
            ByteBufUtil.writeAscii(out, "PROXY UNKNOWN\r\n");
            return;
        }
        boolean ipv4 = isIpv4();
        ByteBufUtil.writeAscii(
                out,
                (ipv4 ? "PROXY TCP4 " : "PROXY TCP6 ") + text(source, ipv4) + " " + text(destination, ipv4) + " "
                        + source.getPort() + " " + destination.getPort() + "\r\n");
    }

    /** Writes the octets of version 2. */
    public void writeBinary(ByteBuf out) {
        out.writeBytes(SIGNATURE);
        if (source == null || destination == null) {
            out.writeByte(LOCALLY).writeByte(0).writeShort(0);
            return;
        }
        boolean ipv4 = isIpv4();
        out.writeByte(PROXY).writeByte(ipv4 ? 0x11 : 0x21).writeShort(ipv4 ? 12 : 36);
        out.writeBytes(octets(source, ipv4)).writeBytes(octets(destination, ipv4));
        out.writeShort(source.getPort()).writeShort(destination.getPort());
    }

    private boolean isIpv4() {
        return source != null
                && destination != null
                && source.getAddress().getAddress().length == 4
                && destination.getAddress().getAddress().length == 4;
    }

    private static String text(InetSocketAddress end, boolean ipv4) {
        String bare = IpAddresses.text(end.getAddress());
        return ipv4 || bare.indexOf(':') >= 0 ? bare : "::ffff:" + bare;
    }

    /** The address in as many octets as its family has here: an IPv4 one among IPv6 ones is mapped. */
    private static byte[] octets(InetSocketAddress end, boolean ipv4) {
        byte[] bytes = end.getAddress().getAddress();
        if (ipv4 || bytes.length == 16) {
            return bytes;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
    }

    private static HeadException bad(String what) {
        return new HeadException(Failure.BAD_PROXY_HEADER, what);
    }
}
