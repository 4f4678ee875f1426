/// Labs: each team's production, played on this machine as truly as it allows, so that a demo shows
/// and a drill breaks something real.
@NullMarked
package dev.holdfast.shop.lab;

import org.jspecify.annotations.NullMarked;
