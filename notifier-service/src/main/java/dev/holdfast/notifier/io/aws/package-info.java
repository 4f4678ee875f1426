/// Amazon SNS and SES.
@NullMarked
package dev.holdfast.notifier.io.aws;

import org.jspecify.annotations.NullMarked;
