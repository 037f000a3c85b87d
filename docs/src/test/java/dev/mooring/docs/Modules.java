// SPDX-License-Identifier: Apache-2.0
package dev.mooring.docs;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The compiled classes of the modules, without their tests. */
final class Modules {
    /** The package of lb-core. */
    static final String CORE = "dev.mooring.lb";

    private static final Map<String, JavaClasses> IMPORTED = new ConcurrentHashMap<>();

    private Modules() {}

    static JavaClasses classes(String module) {
        Path folder = Project.ROOT.resolve(module).resolve("target/classes");
        return IMPORTED.computeIfAbsent(module, name -> new ClassFileImporter().importPath(folder));
    }

    static boolean isCore(JavaClass type) {
        return type.getPackageName().equals(CORE) || type.getPackageName().startsWith(CORE + ".");
    }

    /** The package of a class of lb-core, as the table calls it. */
    static String inCore(JavaClass type) {
        return type.getPackageName().equals(CORE)
                ? PackageTable.ROOT
                : type.getPackageName().substring(CORE.length() + 1);
    }

    /** What a class uses, in any way that its class file shows, but for the JDK. */
    static Stream<JavaClass> uses(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(used -> !used.isPrimitive() && !used.getPackageName().matches("javax?\\..*"))
                .distinct();
    }
}
