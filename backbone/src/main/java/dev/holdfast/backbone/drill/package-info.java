/// What `drills.yml` of a pack says: what is done to it, and what must come of that.
@NullMarked
package dev.holdfast.backbone.drill;

import org.jspecify.annotations.NullMarked;
