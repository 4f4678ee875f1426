/// Burn-rate rules from service level objectives in OpenSLO's form.
@NullMarked
package dev.holdfast.detector.domain.slo;

import org.jspecify.annotations.NullMarked;
