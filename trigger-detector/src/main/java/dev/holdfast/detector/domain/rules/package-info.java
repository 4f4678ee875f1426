/// Rule files, templates and the alert state machine.
@NullMarked
package dev.holdfast.detector.domain.rules;

import org.jspecify.annotations.NullMarked;
