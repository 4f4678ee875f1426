/// Looks for mails in mailboxes over IMAP.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.mail;
