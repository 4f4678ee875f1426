/// The channel that writes one Markdown file a notice.
@NullMarked
package dev.holdfast.notifier.io.folder;

import org.jspecify.annotations.NullMarked;
