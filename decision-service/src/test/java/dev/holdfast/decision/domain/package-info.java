/// How decision-service behaves, as stories.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain;
