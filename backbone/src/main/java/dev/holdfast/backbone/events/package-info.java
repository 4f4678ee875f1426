/// The facts that pass between the services: one sealed family a topic, in the past tense.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.events;
