/// The one way in which Holdfast writes and reads JSON.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.json;
