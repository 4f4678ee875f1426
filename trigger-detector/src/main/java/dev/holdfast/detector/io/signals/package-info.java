/// CloudEvents about deployments, complaints and the like, and the verifier's standing checks.
@NullMarked
package dev.holdfast.detector.io.signals;

import org.jspecify.annotations.NullMarked;
