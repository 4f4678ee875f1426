/// A small real web shop, there to be broken and healed: the demo's patient.
@NullMarked
package dev.holdfast.shop;

import org.jspecify.annotations.NullMarked;
