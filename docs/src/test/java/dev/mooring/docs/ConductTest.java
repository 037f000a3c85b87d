// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What lb-core does not do, by {@code docs/architecture.md}: print, exit, read the environment (section 3); wait on an event
 * loop (section 6). Each exception stands here by name with its reason, and one that is not needed fails as well.
 */
class ConductTest {
    private static final Map<String, String> MAY_TOUCH_THE_PROCESS =
            Map.of("(root).Gateway System.err", "'access-log: stderr' asks for it");

    private static final Map<String, String> MAY_WAIT = Map.ofEntries(
            Map.entry("(root).ProxyServer", "start, reload and close wait, say so, and are not called on a loop"),
            Map.entry("frontend.FrontendServer", "bind looks up the listener's host, and is called as Listeners is"),
            Map.entry(
                    "frontend.Listeners", "sockets are opened and closed by the caller of ProxyServer, and by Control"),
            Map.entry("admin.AdminServer", "start and close wait, and are not called on a loop"),
            Map.entry(
                    "backend.HostsFile",
                    "reads the file at the start and then on netty's global executor, which is no loop"),
            Map.entry(
                    "http.IpAddresses",
                    "only literal addresses get as far as InetAddress.getByName, so nothing is resolved"),
            Map.entry("observe.AccessLog", "close waits for the writer"),
            Map.entry("observe.AccessLogWriter", "is the thread that writes"),
            Map.entry("observe.LogTarget", "writes files, on the writer's thread"),
            Map.entry("tls.CertificateLoader", "reads files for TlsContexts.prepare, which start and reload call"),
            Map.entry("tls.LocalAuthority", "reads and writes files, as CertificateLoader does"));

    private static final Map<String, String> MAY_LOCK = Map.of(
            "(root).ProxyServer", "one reload at a time",
            "frontend.Listeners", "one reload at a time, never on a loop",
            "tls.LocalAuthority", "makes one certificate at a time, for start and reload");

    private static final List<Class<?>> WAITS = List.of(
            Future.class,
            CountDownLatch.class,
            Semaphore.class,
            Lock.class,
            Condition.class,
            LockSupport.class,
            BlockingQueue.class,
            ExecutorService.class,
            Thread.class,
            TimeUnit.class);
    private static final Pattern WAITING = Pattern.compile(
            "sync|syncUninterruptibly|await.*|join|get|sleep|acquire|acquireUninterruptibly|park.*|lock.*|take|put|invoke.*");
    private static final Pattern ASKING_DNS = Pattern.compile(
            "java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost|getHostName|getCanonical.*)\\(.*"
                    + "|java\\.net\\.InetSocketAddress\\.(<init>\\(java\\.lang\\.String.*|getHostName\\(.*)");

    @Test
    void lbCoreLeavesTheProcessAlone() {
        assertEquals(
                new TreeSet<>(MAY_TOUCH_THE_PROCESS.keySet()),
                offences(
                        ConductTest::isOfTheProcess,
                        access -> " System." + access.getTarget().getName()));
    }

    @Test
    void nothingWaitsOnAnEventLoop() {
        assertEquals(new TreeSet<>(MAY_WAIT.keySet()), offences(ConductTest::waits, access -> ""));
    }

    @Test
    void nothingLocksOnAnEventLoop() {
        Set<String> locking = new TreeSet<>();
        for (JavaClass type : Modules.classes("lb-core")) {
            for (JavaMethod method : type.getMethods()) {
                if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                    locking.add(name(type));
                }
            }
        }
        // Blocks leave no mark on a method.
        Path sources = Project.ROOT.resolve("lb-core/src/main/java/dev/mooring/lb");
        for (Path file : Project.files("lb-core/src/main/java/dev/mooring/lb", ".java")) {
            if (Project.read(file).contains("synchronized (")) {
                String name =
                        sources.relativize(file).toString().replace(".java", "").replace('/', '.');
                locking.add(name.contains(".") ? name : PackageTable.ROOT + "." + name);
            }
        }
        assertEquals(new TreeSet<>(MAY_LOCK.keySet()), locking);
    }

    private static Set<String> offences(Predicate<JavaAccess<?>> forbidden, Function<JavaAccess<?>, String> what) {
        return Modules.classes("lb-core").stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(forbidden)
                .map(access -> name(access.getOriginOwner()) + what.apply(access))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOfTheProcess(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getFullName();
        String name = access.getTarget().getName();
        return (owner.equals("java.lang.System") && name.matches("out|err|in|exit|getenv|setProperty"))
                || (owner.equals("java.lang.Runtime") && name.matches("exit|halt|addShutdownHook|exec"))
                || name.equals("printStackTrace")
                || owner.startsWith("java.util.logging.");
    }

    private static boolean waits(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean waiting = WAITING.matcher(access.getTarget().getName()).matches()
                && WAITS.stream().anyMatch(owner::isAssignableTo);
        return waiting
                || owner.isEquivalentTo(Files.class)
                || owner.isAssignableTo(FileChannel.class)
                || owner.getFullName().matches("java\\.io\\.File.*Stream|java\\.io\\.RandomAccessFile")
                || access.getTarget().getFullName().startsWith("java.lang.Object.wait(")
                || ASKING_DNS.matcher(access.getTarget().getFullName()).matches();
    }

    /** The outermost class, with its package as the table calls it. */
    private static String name(JavaClass type) {
        return Modules.inCore(type) + "."
                + type.getFullName().replaceAll("\\$.*", "").replaceAll(".*\\.", "");
    }
}
