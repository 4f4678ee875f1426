package dev.holdfast.notifier.domain.news;

import java.time.Duration;

/// What every notice promises: when the next one comes, and where more is to be seen.
///
/// @param every the time until the next update
/// @param console address of the console, without a slash at the end
public record Promise(Duration every, String console) {
    /// Where the console shows an incident.
    public String link(String incident) {
        return console + "/#/incident/" + incident;
    }
}
