// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config.kubernetes;

import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.LocalPorts;
import dev.mooring.lb.config.source.Node;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.SourceFile;
import dev.mooring.lb.config.source.SourcePosition;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.Profile;
import java.util.List;
import java.util.Optional;

/**
 * Reads Kubernetes manifests. The objects of all files belong together: an Ingress may stand in one, its Service in another and
 * its certificate in a third.
 */
public final class KubernetesReader {
    private KubernetesReader() {}

    /**
     * The gateway that the manifests ask for; empty when a file cannot be read, which is then reported. Never throws for what a
     * user wrote.
     *
     * @param files all manifests of a run
     * @param imitated the product to imitate, whatever the manifests say; empty to go by them
     * @param ports gives local ports to listeners, those of other files included
     * @param diagnostics where problems go
     * @param positions where the positions of what was read go
     */
    public static Optional<GatewaySpec> read(
            List<SourceFile> files,
            Optional<Profile> imitated,
            LocalPorts ports,
            Diagnostics diagnostics,
            Positions positions) {
        Reports reports = new Reports(diagnostics);
        ObjectCollector collector = new ObjectCollector(reports);
        boolean allRead = true;
        for (SourceFile file : files) {
            Optional<List<Node>> documents = KubernetesFiles.read(file, diagnostics);
            allRead &= documents.isPresent();
            documents.ifPresent(found -> found.forEach(collector::add));
        }
        Cluster cluster = new Cluster(collector.finish(), imitated);
        if (!allRead) {
            return Optional.empty();
        }
        GatewaySpec spec = GatewayBuilder.build(cluster, ports, reports, positions);
        if (spec.listeners().isEmpty() && !files.isEmpty()) {
            String message = "no Ingress, route, Service or policy that anything could be served for";
            reports.add(
                    DiagnosticCode.NO_GATEWAY, SourcePosition.start(files.get(0).name()), message, "");
        }
        return Optional.of(spec);
    }
}
