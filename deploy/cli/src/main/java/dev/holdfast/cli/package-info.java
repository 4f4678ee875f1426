/// The command line `holdfast`: one small program that talks to the services' HTTP interfaces.
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
