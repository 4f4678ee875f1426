/// What is looked at again and again, by the instance that holds its key.
@NullMarked
package dev.holdfast.detector.io.rounds;

import org.jspecify.annotations.NullMarked;
