/// All five topics as one live stream: read from Kafka, sent to browsers.
@NullMarked
package dev.holdfast.notifier.io.stream;

import org.jspecify.annotations.NullMarked;
