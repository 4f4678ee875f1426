/// Workloads of Kubernetes and Compose whose image tells of deployments.
@NullMarked
package dev.holdfast.detector.io.watch;

import org.jspecify.annotations.NullMarked;
