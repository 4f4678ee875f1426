/// Packs: a folder that holds everything about one system, validated before it is used.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.pack;
