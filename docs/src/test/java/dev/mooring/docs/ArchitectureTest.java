// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import dev.mooring.docs.PackageTable.Row;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Sections 3 and 4 of {@code docs/architecture.md}: who may use whom. */
class ArchitectureTest {
    private static final JavaClasses CORE = Modules.classes("lb-core");
    private static final Map<String, Row> TABLE = PackageTable.read().rows();

    @Test
    void thereIsSomethingToExamine() {
        long topLevel = CORE.stream().filter(JavaClass::isTopLevelClass).count();
        assertTrue(topLevel >= 180, () -> "only " + topLevel + " classes in lb-core (expected: 180 or more)");
        assertTrue(TABLE.size() >= 20, () -> "only " + TABLE.size() + " packages in the table");
    }

    @Test
    void theTableHasARowForEachPackageAndNoOther() {
        Set<String> packages = CORE.stream().map(Modules::inCore).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(packages, new TreeSet<>(TABLE.keySet()));
    }

    @Test
    void whatLivesInAPackageIsThere() {
        Set<String> missing = new TreeSet<>();
        TABLE.forEach((name, row) -> {
            assertTrue(!row.classes().isEmpty(), () -> "the row of " + name + " names no class");
            row.classes().stream()
                    .filter(wanted -> CORE.stream()
                            .noneMatch(found -> Modules.inCore(found).equals(name)
                                    && found.getSimpleName().equals(wanted)))
                    .forEach(wanted -> missing.add(name + ": " + wanted));
        });
        assertEquals(Set.of(), missing);
    }

    @Test
    void aPackageUsesWhatItsRowAllows() {
        Set<String> forbidden = new TreeSet<>();
        CORE.forEach(user -> {
            String from = Modules.inCore(user);
            Row row = row(from);
            Modules.uses(user)
                    .filter(used -> !allowed(row, from, used))
                    .forEach(used -> forbidden.add(from
                            + " may not use " + (Modules.isCore(used) ? Modules.inCore(used) : used.getPackageName())
                            + ": "
                            + user.getSimpleName() + " -> " + used.getFullName()));
        });
        assertEquals(Set.of(), forbidden);
    }

    /** An allowance that nobody needs is an invitation. */
    @Test
    void aRowAllowsNothingThatItsPackageDoesNotUse() {
        Set<String> unused = new TreeSet<>();
        TABLE.forEach((name, row) -> {
            if (name.equals(PackageTable.ROOT)) {
                return;
            }
            Set<String> packages = usedPackages(name);
            row.packages().stream()
                    .filter(allowed -> !packages.contains(allowed))
                    .forEach(allowed -> unused.add(name + ": " + allowed));
            row.libraries().stream()
                    .filter(library -> CORE.stream()
                            .filter(user -> Modules.inCore(user).equals(name))
                            .flatMap(Modules::uses)
                            .noneMatch(used -> used.getFullName().startsWith(library)))
                    .forEach(library -> unused.add(name + ": [" + library + "]"));
        });
        assertEquals(Set.of(), unused);
    }

    /** Takes away, again and again, the packages that use none of those left; what remains goes round in circles. */
    @Test
    void noPackagesUseEachOther() {
        Map<String, Set<String>> left = new TreeMap<>();
        TABLE.keySet().forEach(name -> left.put(name, usedPackages(name)));
        while (left.values().removeIf(used -> used.stream().noneMatch(left::containsKey))) {
            assertTrue(left.size() < TABLE.size());
        }
        assertEquals(Map.of(), left);
    }

    @Test
    void everyPackageIsNullMarked() {
        Stream.of("lb-core", "lb-cli", "sample-backend").map(Modules::classes).forEach(module -> {
            Set<JavaPackage> packages =
                    module.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
            packages.forEach(
                    inside -> assertTrue(inside.isAnnotatedWith(NullMarked.class), () -> inside.getName() + " is not"));
        });
    }

    @Test
    void theCommandLineUsesWhatIsOpenToOthers() {
        Set<String> open = PackageTable.openToOthers();
        Set<String> forbidden = new TreeSet<>();
        Modules.classes("lb-cli")
                .forEach(user -> Modules.uses(user)
                        .filter(Modules::isCore)
                        .filter(used -> !isOpen(used, open))
                        .forEach(used -> forbidden.add(user.getSimpleName() + " -> " + used.getFullName())));
        assertEquals(Set.of(), forbidden);
    }

    @Test
    void theSampleBackendKnowsNothingOfTheBalancer() {
        Modules.classes("sample-backend")
                .forEach(user -> Modules.uses(user)
                        .forEach(used -> assertTrue(
                                !used.getPackageName().startsWith("dev.mooring.")
                                        || used.getPackageName().startsWith("dev.mooring.sample"),
                                () -> user + " -> " + used)));
    }

    private static boolean isOpen(JavaClass used, Set<String> open) {
        String in = Modules.inCore(used);
        String outermost = used.getFullName().replaceAll("\\$.*", "").replace(Modules.CORE + ".", "");
        return in.equals(PackageTable.ROOT)
                || open.contains(outermost)
                || open.stream().anyMatch(name -> in.equals(name) || in.startsWith(name + "."));
    }

    private static boolean allowed(Row row, String from, JavaClass used) {
        if (Modules.isCore(used)) {
            String in = Modules.inCore(used);
            return in.equals(from) || row.packages().contains(in);
        }
        return used.getFullName().startsWith("org.jspecify.annotations.")
                || row.libraries().stream().anyMatch(used.getFullName()::startsWith);
    }

    private static Row row(String name) {
        Row row = TABLE.get(name);
        if (row == null) {
            throw new AssertionError("the table has no row for the package " + name);
        }
        return row;
    }

    /** The other packages of ours that a package really uses. */
    private static Set<String> usedPackages(String name) {
        return CORE.stream()
                .filter(user -> Modules.inCore(user).equals(name))
                .flatMap(Modules::uses)
                .filter(Modules::isCore)
                .map(Modules::inCore)
                .filter(used -> !used.equals(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
