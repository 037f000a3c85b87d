// SPDX-License-Identifier: Apache-2.0
package dev.mooring.lb.profile;

import dev.mooring.lb.failure.Failure;
import dev.mooring.lb.http.HeaderChanges;
import dev.mooring.lb.http.RequestHead;
import dev.mooring.lb.model.Profile;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway product does with every message. Fields of one hop have been dropped, and the Host is known, when it is
 * asked. Immutable; safe from any thread.
 */
public interface Habits {
    /** The habits of a profile; random values are taken from the generator. */
    static Habits of(Profile profile, Supplier<RandomGenerator> random) {
        return switch (profile) {
            case PLAIN -> PlainHabits.INSTANCE;
            case APPLICATION_GATEWAY -> new ApplicationGatewayHabits(random);
            case FRONT_DOOR -> new FrontDoorHabits(random);
            case INGRESS_NGINX -> new IngressNginxHabits(random);
            case SERVICE_CLIENT_IP -> new ServiceHabits();
            case GATEWAY_API -> new GatewayApiHabits();
            case APPLICATION_GATEWAY_FOR_CONTAINERS -> new ContainersHabits(random);
            case NGINX_GATEWAY_FABRIC -> new NginxFabricHabits();
        };
    }

    /**
     * Changes what a backend is told: fields about the client come, those that the product does not pass on go.
     *
     * @param trusted whether the peer's word about earlier hops is believed
     * @param publicPort the port that the client used, as far as the imitated gateway is concerned
     */
    void request(HeaderChanges fields, RequestHead head, boolean trusted, int publicPort);

    /**
     * Changes what a client is told about a backend's response.
     *
     * @param http10 whether the backend spoke HTTP/1.0
     */
    void response(HeaderChanges fields, RequestHead head, boolean http10);

    /** The status of a request that is refused without looking for a route; 0 for none. */
    default int refusal(RequestHead head) {
        return 0;
    }

    /** The status that stands for a failure. */
    default int status(Failure failure) {
        return failure.status();
    }

    /** The product's page for a status; null if the balancer's own one does. */
    default @Nullable Page page(int status, @Nullable RequestHead head) {
        return null;
    }

    /** Whether a connection is closed where others would answer with a page. */
    default boolean isSilent() {
        return false;
    }

    /** Whether a slash at the end of a path is lost when a client is sent to TLS. */
    default boolean dropsSlash() {
        return false;
    }
}
