/**
 * What happens to every request on its way to an endpoint: who may ask, from which page, and who answers. It must not know
 * what the endpoints do. Start with {@link dev.mooring.sample.front.Router}.
 */
@NullMarked
package dev.mooring.sample.front;

import org.jspecify.annotations.NullMarked;
