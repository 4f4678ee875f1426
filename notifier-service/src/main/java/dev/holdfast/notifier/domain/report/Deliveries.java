package dev.holdfast.notifier.domain.report;

import dev.holdfast.backbone.events.Release;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What became of the releases of one system and environment, for DORA's figures.
///
/// @param deployed the newest [#MOST]
/// @param failed releases that had to be taken back, the newest [#MOST]
public record Deliveries(List<Deployed> deployed, List<Failed> failed) {
    private static final int MOST = 500;

    public static final Deliveries NONE = new Deliveries(List.of(), List.of());

    public record Deployed(String release, Instant at) {}

    /// @param since when it hurt first
    /// @param restoredAt when the version before was back, null while it is not
    public record Failed(
            String incident, String release, Instant since, @Nullable Instant restoredAt) {}

    /// @param failRate failed changes among the changes, 0 to 1; null without a change
    /// @param recovery median time from the failure to the restored service; null without one
    /// @param slowest of those times
    public record Figures(
            int days,
            int changes,
            int failures,
            @Nullable Double failRate,
            @Nullable Duration recovery,
            @Nullable Duration slowest) {}

    public Deliveries {
        deployed = List.copyOf(deployed);
        failed = List.copyOf(failed);
    }

    public Deliveries deployed(Release release, Instant at) {
        Deployed one = new Deployed(release.toString(), at);
        return deployed.contains(one) ? this : new Deliveries(last(deployed, one), failed);
    }

    public Deliveries failed(String incident, Release release, Instant since) {
        Failed one = new Failed(incident, release.toString(), since, null);
        boolean known = failed.stream().anyMatch(f -> f.incident().equals(incident));
        return known ? this : new Deliveries(deployed, last(failed, one));
    }

    /// The earliest time that is heard of counts: the end of an incident may be read before the end of
    /// its rollback, since topics have no order.
    public Deliveries restored(String incident, Instant at) {
        return new Deliveries(
                deployed,
                failed.stream()
                        .map(f ->
                                f.incident().equals(incident) && later(f.restoredAt(), at)
                                        ? new Failed(incident, f.release(), f.since(), at)
                                        : f)
                        .toList());
    }

    private static boolean later(@Nullable Instant known, Instant at) {
        return known == null || known.isAfter(at);
    }

    /// Change fail rate and failed-deployment recovery time over the last days.
    public Figures figures(int days, Instant now) {
        Instant from = now.minus(Duration.ofDays(days));
        int changes = (int) deployed.stream().filter(d -> d.at().isAfter(from)).count();
        List<Failed> recent = failed.stream().filter(f -> f.since().isAfter(from)).toList();
        List<Duration> recoveries =
                recent.stream()
                        .filter(f -> f.restoredAt() != null)
                        .map(f ->
                                Duration.between(f.since(), Objects.requireNonNull(f.restoredAt())))
                        .sorted()
                        .toList();
        return new Figures(
                days,
                changes,
                recent.size(),
                changes == 0 ? null : Math.min(1.0, recent.size() / (double) changes),
                recoveries.isEmpty() ? null : recoveries.get(recoveries.size() / 2),
                recoveries.isEmpty() ? null : recoveries.getLast());
    }

    private static <T> List<T> last(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return more.size() > MOST ? more.subList(more.size() - MOST, more.size()) : more;
    }
}
