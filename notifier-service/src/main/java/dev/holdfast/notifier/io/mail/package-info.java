/// E-mail by SMTP.
@NullMarked
package dev.holdfast.notifier.io.mail;

import org.jspecify.annotations.NullMarked;
