/// How news becomes text: templates without method calls, values escaped before they get in.
@NullMarked
package dev.holdfast.notifier.domain.template;

import org.jspecify.annotations.NullMarked;
