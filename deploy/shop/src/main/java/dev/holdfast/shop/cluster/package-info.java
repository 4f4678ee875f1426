/// Labs of teams that run Kubernetes: a real API server rolls out, and what its ready pods run is
/// really served here.
@NullMarked
package dev.holdfast.shop.cluster;

import org.jspecify.annotations.NullMarked;
