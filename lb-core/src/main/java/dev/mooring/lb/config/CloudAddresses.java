// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.config;

import dev.mooring.lb.config.source.Diagnostic;
import dev.mooring.lb.config.source.DiagnosticCode;
import dev.mooring.lb.config.source.Diagnostics;
import dev.mooring.lb.config.source.KeyPath;
import dev.mooring.lb.config.source.Positions;
import dev.mooring.lb.config.source.Wording;
import dev.mooring.lb.http.HostPort;
import dev.mooring.lb.http.IpAddresses;
import dev.mooring.lb.model.BackendSpec;
import dev.mooring.lb.model.GatewaySpec;
import dev.mooring.lb.model.PoolSpec;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Tells which backends of a file are where the gateway will be deployed, and not on this machine. */
public final class CloudAddresses {
    private CloudAddresses() {}

    /** The backends of a pool that nobody has given a place on this machine. */
    public static List<BackendSpec> of(PoolSpec pool) {
        return pool.backends().stream().filter(CloudAddresses::isInCloud).toList();
    }

    /**
     * What becomes of files whose backends are in the cloud where nobody has said that these may be spoken to: an error that names
     * them, and says what to type instead. Others are as they were.
     *
     * @param command what was typed, without options
     */
    public static LoadResult refuse(LoadResult loaded, String command) {
        List<PoolSpec> pools = loaded.spec().map(CloudAddresses::pools).orElse(List.of());
        if (pools.isEmpty()) {
            return loaded;
        }
        List<Diagnostic> said = loaded.diagnostics().stream()
                .map(diagnostic -> diagnostic.code() == DiagnosticCode.CLOUD_ADDRESS
                        ? CloudRefusal.of(pools, command, diagnostic.position())
                        : diagnostic)
                .toList();
        return new LoadResult(Optional.empty(), said);
    }

    private static List<PoolSpec> pools(GatewaySpec spec) {
        return spec.pools().stream().filter(pool -> !of(pool).isEmpty()).toList();
    }

    /** Each backend of a file for the cloud is who it is there, wherever it will be reached. */
    static GatewaySpec remember(GatewaySpec spec) {
        return Specs.withPools(
                spec,
                spec.pools().stream()
                        .map(pool -> pool.withBackends(pool.backends().stream()
                                .map(BackendSpec::withIdentity)
                                .toList()))
                        .toList());
    }

    /** Says once that there are such backends, and how they get a place on this machine. */
    static void report(GatewaySpec spec, Positions positions, Diagnostics diagnostics) {
        List<PoolSpec> pools = pools(spec);
        if (pools.isEmpty()) {
            return;
        }
        PoolSpec first = pools.get(0);
        String address = CloudAddresses.of(first).get(0).identityOrAddress().toString();
        String pool = Wording.quoted(first.name());
        String others = pools.size() == 1 ? "" : " and " + (pools.size() - 1) + " more";
        diagnostics.add(
                DiagnosticCode.CLOUD_ADDRESS,
                positions.of(KeyPath.of("pools", first.name(), "backends")),
                "pool " + pool + others + ": backends such as " + address
                        + " are where the gateway will be deployed, not on this machine",
                "--map " + address + "=HOST:PORT reaches it elsewhere, --backend "
                        + Wording.quoted(first.group() + "=HOST:PORT")
                        + " stands for all of the pool, run --samples N gives each a stand-in,"
                        + " run --cloud-addresses speaks to them where they are");
    }

    private static boolean isInCloud(BackendSpec backend) {
        boolean unmapped = backend.identity()
                .map(new HostPort(backend.host(), backend.port())::equals)
                .orElse(false);
        boolean here = backend.host().equals("localhost")
                || IpAddresses.parse(backend.host())
                        .map(InetAddress::isLoopbackAddress)
                        .orElse(false);
        return unmapped && !here;
    }
}
