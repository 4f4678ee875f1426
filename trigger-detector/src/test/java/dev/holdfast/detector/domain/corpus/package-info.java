/// Cases with the answers of a real promtool, kept so that they also count where no promtool is installed.
@NullMarked
package dev.holdfast.detector.domain.corpus;

import org.jspecify.annotations.NullMarked;
