/// Health, metrics and operator endpoints of the detector itself.
@NullMarked
package dev.holdfast.detector.io.service;

import org.jspecify.annotations.NullMarked;
