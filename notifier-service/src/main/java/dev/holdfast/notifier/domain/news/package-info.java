/// What there is to tell: the notifier's memory of an incident, and the news that follow from events.
@NullMarked
package dev.holdfast.notifier.domain.news;

import org.jspecify.annotations.NullMarked;
