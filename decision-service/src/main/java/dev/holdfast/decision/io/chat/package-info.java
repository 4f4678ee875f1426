/// What people answer in chat: the sender's signature is verified here, and the person found in the
/// pack. notifier-service only passes the bytes on.
@NullMarked
package dev.holdfast.decision.io.chat;

import org.jspecify.annotations.NullMarked;
