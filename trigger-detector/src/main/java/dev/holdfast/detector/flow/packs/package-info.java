/// Which packs there are, which rules and routes they ask for.
@NullMarked
package dev.holdfast.detector.flow.packs;

import org.jspecify.annotations.NullMarked;
