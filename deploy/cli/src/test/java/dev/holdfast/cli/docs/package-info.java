/// Pages of docs/ that are written from the code, and those whose examples the code reads.
@NullMarked
package dev.holdfast.cli.docs;

import org.jspecify.annotations.NullMarked;
