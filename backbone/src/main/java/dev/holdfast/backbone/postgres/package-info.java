/// PostgreSQL: the real store behind the ports of `work`. No reactive type leaves this package.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.postgres;
