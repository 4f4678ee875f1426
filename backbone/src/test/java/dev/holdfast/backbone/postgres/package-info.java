@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.postgres;
