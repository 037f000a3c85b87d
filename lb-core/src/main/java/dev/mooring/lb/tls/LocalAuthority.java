// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Mooring's own certificate authority, for machines that have no certificate: made once and kept in a directory, as are the
 * certificates that it issues, so that whoever trusts it does so once. Without a directory it lasts as long as the process.
 * Safe from any thread; reads and writes files, so not for event loops.
 */
public final class LocalAuthority {
    /** The file that a client has to trust. */
    public static final String CA_FILE = "ca.pem";

    private static final String NAME = "Mooring local authority";
    private static final Duration CA_LIFE = Duration.ofDays(3650);

    /** Some systems refuse a server's certificate that is valid for longer, whoever issued it. */
    private static final Duration LEAF_LIFE = Duration.ofDays(397);

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Optional<Path> directory;
    private final InstantSource clock;
    private final Map<List<String>, KeyMaterial> issued = new HashMap<>();
    private Optional<KeyMaterial> own = Optional.empty();

    /** An authority that is kept in this directory, which need not exist; empty for one that is not kept. */
    public LocalAuthority(Optional<Path> directory) {
        this(directory, InstantSource.system());
    }

    LocalAuthority(Optional<Path> directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Where the certificate is that a client has to trust; empty when the authority is not kept. */
    public Optional<Path> caFile() {
        return directory.map(kept -> kept.resolve(CA_FILE));
    }

    /** A certificate for these hosts: the one that was issued before, unless it is about to end. */
    synchronized KeyMaterial issue(List<String> hosts) throws TlsException {
        KeyMaterial authority = own();
        KeyMaterial known = issued.get(hosts);
        if (known == null && directory.isPresent()) {
            known = read(directory.get(), fileOf(hosts)).orElse(null);
        }
        if (known == null || endsSoon(known) || !known.chain().contains(authority.leaf())) {
            known = make(authority, hosts);
        }
        issued.put(hosts, known);
        return known;
    }

    private KeyMaterial make(KeyMaterial authority, List<String> hosts) throws TlsException {
        try {
            KeyMaterial made = Issuer.leaf(authority, hosts, clock.instant(), LEAF_LIFE);
            if (directory.isPresent()) {
                write(directory.get(), fileOf(hosts), made);
            }
            return made;
        } catch (GeneralSecurityException e) {
            throw new TlsException("local authority: no certificate could be made for " + hosts, e);
        }
    }

    private KeyMaterial own() throws TlsException {
        if (own.isEmpty() && directory.isPresent()) {
            own = read(directory.get(), "ca");
        }
        if (own.isEmpty() || endsSoon(own.get())) {
            try {
                own = Optional.of(Issuer.authority(NAME, clock.instant(), CA_LIFE));
            } catch (GeneralSecurityException e) {
                throw new TlsException("local authority: no certificate could be made for it", e);
            }
            if (directory.isPresent()) {
                write(directory.get(), "ca", own.get());
            }
        }
        return own.get();
    }

    private boolean endsSoon(KeyMaterial material) {
        Instant end = material.leaf().getNotAfter().toInstant();
        return clock.instant().plus(RENEW_BEFORE).isAfter(end);
    }

    /** The name of the files of a certificate: its first host to be recognised by, and a hash of all. */
    private static String fileOf(List<String> hosts) throws TlsException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", hosts).getBytes(StandardCharsets.UTF_8));
            String first = hosts.get(0).replaceAll("[^A-Za-z0-9.-]", "_");
            return first + "-" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new TlsException("local authority: this Java runtime has no SHA-256", e);
        }
    }

    private static Optional<KeyMaterial> read(Path directory, String name) throws TlsException {
        Path certificate = directory.resolve(name + ".pem");
        Path key = directory.resolve(name + "-key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return Optional.empty();
        }
        try {
            String what = certificate.toString();
            List<X509Certificate> chain = Pem.certificates(what, Files.readString(certificate));
            return Optional.of(new KeyMaterial(Pem.privateKey(key.toString(), Files.readString(key)), chain));
        } catch (IOException e) {
            throw new TlsException(
                    "local authority: " + e.getMessage() + "; delete " + directory + " to have it made anew", e);
        }
    }

    private static void write(Path directory, String name, KeyMaterial material) throws TlsException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, mode(directory, "rwx------"));
            }
            // The key first: a certificate without one would be taken for a broken pair.
            writeFile(directory.resolve(name + "-key.pem"), Pem.write(material.key()), "rw-------");
            writeFile(directory.resolve(name + ".pem"), Pem.write(material.chain()), "rw-r--r--");
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException("local authority: cannot be kept in " + directory + " (" + e.getMessage() + ")", e);
        }
    }

    /** A file is nobody else's from the moment it exists, and complete from the moment it has its name. */
    private static void writeFile(Path file, String text, String mode) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            Files.createFile(part, mode(part, mode));
        } catch (FileAlreadyExistsException other) {
            throw new IOException(part + " is being written by somebody else", other);
        }
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] mode(Path of, String mode) {
        boolean posix = of.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {permissions(mode)} : new FileAttribute<?>[0];
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }
}
